package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.Ports;
import io.boxoffice.backends.PostgresBackend;
import io.boxoffice.history.Ledger;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two processes of each service and two of PostgreSQL: while people buy, one of two may go at any time. */
@NeedsItsOwnHouse("restarts processes")
class RollingRestartTest {

    /** Two services are restarted at a time, as whoever applies a new version restarts several. */
    private static final List<List<String>> WAVES =
            List.of(List.of("booking-service", "show-service"), List.of("notification-service", "expiry-worker"));

    /** How often each of the four is restarted, both processes one after the other: 4 or 20 rolling restarts. */
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 5 : 1;

    private static final int ANSWERS_MEANWHILE = 200;

    private static Path folder;
    private static BoxOfficeSystem system;
    private static PostgresBackend replica;
    private static MailCounter mails;
    private static Thread cleanUp;

    @BeforeAll
    static void start() {
        folder = Path.of("target", "rolling-" + ProcessHandle.current().pid()).toAbsolutePath();
        int port = Ports.free();
        SystemOptions options = SystemOptions.onFreePorts(folder).withoutRequestLimits();
        for (String service : House.SERVICES) {
            options = options.withReplicas(service, 2)
                    .with(service, "BOXOFFICE_POSTGRES_READ_URL", "jdbc:postgresql://127.0.0.1:" + port);
        }
        mails = new MailCounter();
        options = options.with("notification-service", "BOXOFFICE_SMTP_PORT", String.valueOf(mails.port()));
        system = new BoxOfficeSystem(options, Progress.NONE);
        cleanUp = new Thread(RollingRestartTest::stopEverything);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        system.start();
        // the services have done without it until now
        replica = system.postgres().replica(folder.resolve("data/postgres-replica"), port);
        replica.start();
    }

    @AfterAll
    static void stop() throws IOException {
        stopEverything();
        mails.close();
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }

    private static void stopEverything() {
        system.close();
        if (replica != null) {
            replica.stop();
        }
    }

    @Test
    void noRequestFailsAndNoEventIsLostWhileEveryServiceIsRestarted() throws Exception {
        int before = bookings("CONFIRMED");
        Shoppers shoppers = new Shoppers(system);
        shoppers.start();
        // as the first replicas of the next version would, beside all those of this one
        List.of("show", "booking", "notification").forEach(RollingRestartTest::migrateOneVersionFurther);
        for (int round = 0; round < ROUNDS; round++) {
            for (List<String> wave : WAVES) {
                People.atOnce(wave.stream().map(RollingRestartTest::restarting).toList());
            }
        }
        shoppers.stop("rolling-restart %d times each service in two processes,".formatted(ROUNDS));

        assertThatThePromisesAreKept(shoppers, before);
        await().atMost(People.PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(mails.counts()).hasSize(bookings("CONFIRMED") + bookings("FAILED")));
        assertThat(mails.counts().values()).containsOnly(1);
        assertThat(logs()).noneMatch(line -> line.contains("did not terminate") || line.contains("are cut off"));
    }

    @Test
    void nobodyNoticesThatTheReplicaDiesAndComesBack() throws Exception {
        int before = bookings("CONFIRMED");
        Shoppers shoppers = new Shoppers(system);
        shoppers.start();
        awaitReadsFromTheReplica();
        replica.kill();
        int died = shoppers.answers();
        await().atMost(People.PATIENCE).until(() -> shoppers.answers() > died + ANSWERS_MEANWHILE);
        replica.start();
        awaitReadsFromTheReplica();
        shoppers.stop("replica-dies");

        assertThatThePromisesAreKept(shoppers, before);
    }

    /** The books tell what the shoppers were told, and no more, once those who left it at that have lapsed. */
    private static void assertThatThePromisesAreKept(Shoppers shoppers, int confirmedBefore) throws SQLException {
        assertThat(bookings("CONFIRMED") - confirmedBefore).isEqualTo(shoppers.confirmed());
        await().atMost(People.PATIENCE.multipliedBy(2)).untilAsserted(() -> {
            assertThat(bookings("PENDING")).isZero();
            assertThat(bookings("FAILED")).isGreaterThanOrEqualTo(shoppers.lapsed());
        });
        try (Connection books = booking()) {
            assertThat(shoppers.brokenPromises(Ledger.read(books))).isEmpty();
        }
    }

    private static Callable<String> restarting(String service) {
        return () -> {
            system.restart(service);
            return service;
        };
    }

    /** Every process that reads there does so from now on. */
    private static void awaitReadsFromTheReplica() {
        for (String process : List.of("show-service", "booking-service", "show-service-2", "booking-service-2")) {
            double before = readsFromTheReplica(process);
            await().atMost(People.PATIENCE).until(() -> readsFromTheReplica(process) > before);
        }
    }

    private static double readsFromTheReplica(String process) {
        return Gateway.text(URI.create(system.service(process).url() + "/q/metrics"))
                .lines()
                .filter(line -> line.startsWith("boxoffice_replica_reads_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /**
     * What the migrations of a next version may do (a test of all migrations holds them to it): every table gets columns
     * that nobody here knows, and the schema's history an entry.
     */
    private static void migrateOneVersionFurther(String database) {
        try (Connection owner = DriverManager.getConnection(
                        system.postgres().url() + "/" + database,
                        database,
                        system.postgres().password());
                Statement statement = owner.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            assertThat(tables).hasSizeGreaterThan(2);
            for (String table : tables) {
                statement.execute("ALTER TABLE %s ADD COLUMN IF NOT EXISTS next_note text".formatted(table)
                        + ", ADD COLUMN IF NOT EXISTS next_flag boolean NOT NULL DEFAULT false");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS next_table (id bigint PRIMARY KEY)");
            statement.execute("""
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                        installed_by, execution_time, success)
                    SELECT max(installed_rank) + 1, '9999', 'the next version', 'SQL', 'V9999__the_next_version.sql', 1,
                        current_user, 1, true
                    FROM flyway_schema_history
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int bookings(String status) throws SQLException {
        try (Connection books = booking();
                PreparedStatement count = books.prepareStatement("SELECT count(*) FROM bookings WHERE status = ?")) {
            count.setString(1, status);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static Connection booking() throws SQLException {
        return DriverManager.getConnection(
                system.postgres().url() + "/booking",
                "booking",
                system.postgres().password());
    }

    private static List<String> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
