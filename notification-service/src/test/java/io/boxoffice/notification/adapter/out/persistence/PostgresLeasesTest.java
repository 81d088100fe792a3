package io.boxoffice.notification.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.notification.application.port.Leases;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@QuarkusTestResource(
        value = BoxOfficeBackends.class,
        initArgs = @ResourceArg(name = "module", value = "notification"),
        restrictToAnnotatedClass = true)
class PostgresLeasesTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final String name = UUID.randomUUID().toString();

    @Inject
    Leases leases;

    @Inject
    DataSource dataSource;

    @Inject
    Flyway flyway;

    @Test
    void oneHolderAtATime() {
        Optional<Optional<String>> inner = leases.whileHeld(name, () -> leases.whileHeld(name, () -> "second"));

        assertThat(inner).contains(Optional.empty());
        assertThat(leases.whileHeld(name, () -> "third")).contains("third");
    }

    @Test
    void differentThingsAreHeldSideBySide() {
        assertThat(leases.whileHeld(name, () -> leases.whileHeld(name + "'", () -> "both")))
                .contains(Optional.of("both"));
    }

    @Test
    void workThatFailsGivesTheLeaseBack() {
        assertThatThrownBy(() -> leases.whileHeld(name, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(leases.whileHeld(name, () -> true)).contains(true);
    }

    @Test
    void ofManyAtOnceOnlyOneIsEverAtWork() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 400)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> leases.whileHeld(name, () -> {
                        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                        return atWork.decrementAndGet();
                    })))
                    .toList();
            for (Future<?> each : tries) {
                each.get();
            }
        }

        assertThat(most).hasValue(1);
        assertThat(leases.whileHeld(name, () -> true)).contains(true);
    }

    @Test
    void theLeaseOfAWorkerThatWasKilledIsFreeAtOnce() throws SQLException {
        try (Connection other = otherWorker()) {
            assertThat(leases.whileHeld(name, () -> true)).isEmpty();

            other.abort(Runnable::run);

            await().atMost(AT_ONCE).until(() -> leases.whileHeld(name, () -> true), Optional::isPresent);
        }
    }

    @Test
    void theLeaseOfAWorkerThatLivesIsNotTakenFromIt() throws SQLException {
        try (Connection other = otherWorker()) {
            await().during(Duration.ofSeconds(1)).until(() -> leases.whileHeld(name, () -> true), Optional::isEmpty);
            assertThat(other.isValid(1)).isTrue();
        }
    }

    /** A worker waits no longer than this for an answer of the database, and for migrations as long as they take. */
    @Test
    void aSilentDatabaseIsGivenUp() throws SQLException {
        try (Connection worker = dataSource.getConnection();
                Connection migration = flyway.getConfiguration().getDataSource().getConnection()) {
            assertThat(worker.getNetworkTimeout()).isEqualTo(20_000);
            assertThat(migration.getNetworkTimeout()).isZero();
        }
    }

    /** It ends what waits for an answer, and a lease waits for none. */
    @Test
    void aLeaseOutlastsThePatienceWithASilentDatabase() throws SQLException {
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(setting("jdbc.url"));
        impatient.setUser(setting("username"));
        impatient.setPassword(setting("password"));
        impatient.setSocketTimeout(1);

        Optional<Optional<Boolean>> other = new PostgresLeases(impatient).whileHeld(name, () -> {
            execute("SELECT pg_sleep(1.5)");
            return leases.whileHeld(name, () -> true);
        });

        assertThat(other).contains(Optional.empty());
        assertThat(leases.whileHeld(name, () -> true)).contains(true);
    }

    @Test
    void aHolderThatLosesTheDatabaseGetsItsResultAndLeavesNothingLocked() {
        assertThat(leases.whileHeld(name, () -> {
                    endEverySession();
                    return "done";
                }))
                .contains("done");

        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> leases.whileHeld(name, () -> true), Optional::isPresent);
    }

    /** A connection of another replica that is at work on the same thing. */
    private Connection otherWorker() throws SQLException {
        Connection connection = connect();
        assertThat(PostgresLeases.ask(connection, PostgresLeases.TAKE, name)).isTrue();
        return connection;
    }

    private static void endEverySession() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private static void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(setting("jdbc.url"), setting("username"), setting("password"));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
    }
}
