package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBackendTest {
    private static final String PASSWORD = "secret";

    @TempDir
    Path folder;

    @Test
    void keepsWhatItAcknowledgedOverACrashAndARestart() throws SQLException {
        var first = new PostgresBackend(folder, Ports.free(), PASSWORD, List.of("show"));
        first.start();
        run(first, "CREATE TABLE seats (number int)", "INSERT INTO seats VALUES (7)");
        first.kill();
        assertThat(first.isAlive()).isFalse();

        var second = new PostgresBackend(folder, Ports.free(), PASSWORD, List.of("show"));
        second.start();
        try {
            assertThat(ask(second, "SELECT number FROM seats")).isEqualTo("7");
            assertThat(ask(second, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(second, "SHOW synchronous_commit")).isEqualTo("on");
            assertThatThrownBy(() -> DriverManager.getConnection(second.url() + "/show", "show", "wrong"))
                    .isInstanceOf(SQLException.class);
        } finally {
            second.stop();
        }
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void startsAgainAfterItsProcessWasKilledBehindItsBack() throws SQLException, IOException {
        var postgres = new PostgresBackend(folder, Ports.free(), PASSWORD, List.of("show"));
        postgres.start();
        try {
            run(postgres, "CREATE TABLE seats (number int)", "INSERT INTO seats VALUES (7)");
            var pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            await().until(() -> !postgres.isAlive());

            postgres.start();
            assertThat(ask(postgres, "SELECT number FROM seats")).isEqualTo("7");
        } finally {
            postgres.stop();
        }
    }

    private static void run(PostgresBackend postgres, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url() + "/show", "show", PASSWORD);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ask(PostgresBackend postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url() + "/show", "show", PASSWORD);
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
