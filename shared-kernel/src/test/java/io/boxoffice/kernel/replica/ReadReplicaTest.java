package io.boxoffice.kernel.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.boxoffice.backends.Ports;
import io.boxoffice.backends.PostgresBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real streaming replica, which dies, hangs, falls behind and comes back, and such as follow somebody else. */
class ReadReplicaTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "secret";

    /** Of its database, too; it may do what a service may. */
    private static final String LOGIN = "show";

    @TempDir
    private static Path folder;

    private static PostgresBackend primary;
    private static PostgresBackend replica;

    private static AgroalDataSource toPrimary;
    private static AgroalDataSource toReplica;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ReadReplica reads = new ReadReplica(() -> toPrimary, () -> toReplica, true, metrics);
    private int written;

    @BeforeAll
    static void start() throws SQLException {
        primary = startPrimary("primary");
        replica = primary.replica(folder.resolve("replica"), Ports.free());
        replica.start();
        toPrimary = pool(primary);
        toReplica = pool(replica);
    }

    private static PostgresBackend startPrimary(String name) throws SQLException {
        PostgresBackend server = new PostgresBackend(folder.resolve(name), Ports.free(), PASSWORD, List.of(LOGIN));
        server.start();
        run(server, "CREATE TABLE shows (number int)");
        run(server, "GRANT SELECT ON shows TO " + LOGIN);
        return server;
    }

    @AfterAll
    static void stop() {
        toPrimary.close();
        toReplica.close();
        replica.stop();
        primary.stop();
    }

    @BeforeEach
    void theReplicaServes() throws SQLException {
        run(primary, "DELETE FROM shows");
        awaitTheReplica();
    }

    @Test
    void whateverWasCommittedBeforeIsRead() throws SQLException {
        for (int i = 0; i < 200; i++) {
            write();
            assertThat(read().rows()).isEqualTo(written);
        }

        System.out.printf("FIGURE replica-reads %s of 200 right after a commit%n", count("reads"));
        assertThat(count("reads")).isGreaterThan(100);
    }

    @Test
    void thePrimaryAnswersWhileTheReplicaIsBehind() throws SQLException {
        run(replica, "SELECT pg_wal_replay_pause()");
        write();

        assertThat(read()).isEqualTo(new Answer(written, false));
        assertThat(count("fallbacks")).isEqualTo(1);

        run(replica, "SELECT pg_wal_replay_resume()");
        awaitTheReplica();
    }

    @Test
    void nobodyNoticesThatTheReplicaDiesAndThatItIsBack() throws SQLException {
        replica.kill();
        for (int i = 0; i < 20; i++) {
            write();
            assertThat(read()).isEqualTo(new Answer(written, false));
        }

        replica.start();
        awaitTheReplica();
        assertThat(read().rows()).isEqualTo(written);
    }

    @Test
    void aReplicaThatHangsDelaysOneReaderForAMoment() throws SQLException {
        replica.freeze();
        try {
            write();
            assertThat(read()).isEqualTo(new Answer(written, false));
            long begin = System.nanoTime();
            assertThat(read()).isEqualTo(new Answer(written, false));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(800));
        } finally {
            replica.thaw();
        }
        awaitTheReplica();
    }

    @Test
    void aServerThatFollowsNobodyIsNoReplica() throws SQLException {
        ReadReplica wrong = new ReadReplica(() -> toPrimary, () -> toPrimary, true, new SimpleMeterRegistry());
        write();

        assertThat(wrong.read(ReadReplicaTest::look).rows()).isEqualTo(written);
    }

    @Test
    void aReplicaOfAnotherSystemIsNotReadHoweverLongItsLogIs() throws SQLException {
        PostgresBackend other = startPrimary("other");
        try (AgroalDataSource toOther = pool(other)) {
            lengthenTheLog();

            assertThatNobodyReads(toReplica, toOther);
        } finally {
            other.stop();
        }
    }

    @Test
    void afterAFailoverOnlyWhoFollowsTheNewPrimaryIsRead() throws SQLException {
        int port = Ports.free();
        PostgresBackend successor = primary.replica(folder.resolve("successor"), port);
        PostgresBackend follower = primary.replica(folder.resolve("follower"), Ports.free());
        successor.start();
        follower.start();
        try (AgroalDataSource toSuccessor = pool(successor);
                AgroalDataSource toFollower = pool(follower)) {
            follow(follower, port);
            await().atMost(SOON).until(() -> isFollowed(successor));
            run(successor, "SELECT pg_promote()");
            lengthenTheLog();

            assertThatNobodyReads(toReplica, toSuccessor);

            var following = new ReadReplica(() -> toSuccessor, () -> toFollower, true, new SimpleMeterRegistry());
            run(successor, "CHECKPOINT");
            await().atMost(SOON).until(() -> {
                run(follower, "CHECKPOINT");
                return following.read(ReadReplicaTest::look).fromReplica();
            });
        } finally {
            follower.stop();
            successor.stop();
        }
    }

    @Test
    void aPrimaryThatCannotSayHowFarItIsAnswersItself() throws SQLException {
        run(primary, "REVOKE EXECUTE ON FUNCTION pg_current_wal_flush_lsn() FROM PUBLIC");
        try {
            write();
            assertThat(read()).isEqualTo(new Answer(written, false));
            assertThat(count("fallbacks")).isEqualTo(1);
        } finally {
            run(primary, "GRANT EXECUTE ON FUNCTION pg_current_wal_flush_lsn() TO PUBLIC");
        }
        awaitTheReplica();
    }

    @Test
    void withoutAReplicaThePrimaryAnswers() throws SQLException {
        ReadReplica none = new ReadReplica(
                () -> toPrimary,
                () -> {
                    throw new IllegalStateException("nobody asks it");
                },
                false,
                metrics);
        write();

        assertThat(none.read(ReadReplicaTest::look)).isEqualTo(new Answer(written, false));
        assertThat(count("fallbacks")).isZero();
    }

    private record Answer(int rows, boolean fromReplica) {}

    private Answer read() throws SQLException {
        return reads.read(ReadReplicaTest::look);
    }

    private static Answer look(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT count(*)::int, pg_is_in_recovery() FROM shows");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Answer(row.getInt(1), row.getBoolean(2));
        }
    }

    /** It would answer with a row that the other one does not have. */
    private static void assertThatNobodyReads(AgroalDataSource replica, AgroalDataSource primary) throws SQLException {
        var metrics = new SimpleMeterRegistry();
        ReadReplica reads = new ReadReplica(() -> primary, () -> replica, true, metrics);

        assertThat(reads.read(ReadReplicaTest::look)).isEqualTo(new Answer(0, false));
        assertThat(metrics.get("boxoffice.replica.fallbacks").counter().count()).isEqualTo(1);
    }

    /** So that its replica is further than any younger server. */
    private void lengthenTheLog() throws SQLException {
        write();
        run(primary, "SELECT pg_switch_wal()");
        write();
        awaitTheReplica();
    }

    private static void follow(PostgresBackend replica, int port) throws SQLException {
        run(
                replica,
                "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=%s'"
                        .formatted(port, PASSWORD));
        run(replica, "ALTER SYSTEM SET primary_slot_name = ''");
        run(replica, "SELECT pg_reload_conf()");
    }

    private static boolean isFollowed(PostgresBackend server) throws SQLException {
        try (Connection connection = server.connect(LOGIN);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT FROM pg_stat_replication WHERE state = 'streaming'")) {
            return row.next();
        }
    }

    private void awaitTheReplica() {
        await().atMost(SOON).until(() -> read().fromReplica());
    }

    private void write() throws SQLException {
        run(primary, "INSERT INTO shows VALUES (1)");
        written++;
    }

    private double count(String what) {
        return metrics.get("boxoffice.replica." + what).counter().count();
    }

    private static void run(PostgresBackend server, String sql) throws SQLException {
        try (Connection connection = server.connect(LOGIN);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static AgroalDataSource pool(PostgresBackend server) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(5)
                            .acquisitionTimeout(Duration.ofSeconds(2))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(server.url() + "/" + LOGIN)
                                    .principal(new NamePrincipal(LOGIN))
                                    .credential(new SimplePassword(server.password()))
                                    .jdbcProperty("socketTimeout", "2"))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
