package io.boxoffice.kernel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.support.Backends;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an index is built while everything runs: concurrently, in a migration of its own. */
class LockBesideMigrationsTest {

    private static final int REPLICAS = 3;
    private static final int PATIENCE_SECONDS = 60;

    @BeforeEach
    void nothingWasMigrated() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS concurrent CASCADE");
        }
    }

    @Test
    void replicas_that_start_together_build_an_index_concurrently_and_once() throws Exception {
        int applied;
        try (ExecutorService replicas = Executors.newFixedThreadPool(REPLICAS)) {
            List<Future<Integer>> starts = Stream.generate(
                            () -> replicas.submit(() -> flyway().migrate().migrationsExecuted))
                    .limit(REPLICAS)
                    .toList();
            try {
                applied = starts.stream()
                        .mapToInt(LockBesideMigrationsTest::finished)
                        .sum();
            } finally {
                endWhatStillWaits();
            }
        }

        // the lock is taken for each migration anew, so they may share the two
        assertThat(applied).isEqualTo(2);
    }

    private static int finished(Future<Integer> start) {
        try {
            return start.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the migration does not end", e);
        }
    }

    private static void endWhatStillWaits() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE query LIKE '%ix_things_number%' AND pid <> pg_backend_pid()
                    """);
        }
    }

    private static Flyway flyway() {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(Backends.postgres())
                .schemas("concurrent")
                .locations("db/concurrent");
        new LockBesideMigrations().customize(configuration);
        return configuration.load();
    }
}
