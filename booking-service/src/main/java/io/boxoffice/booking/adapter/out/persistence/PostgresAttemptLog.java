package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.AttemptLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.time.Duration;

/** The idempotency keys, in PostgreSQL. */
@ApplicationScoped
class PostgresAttemptLog implements AttemptLog {

    private static final String DELETE = """
            DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM idempotency_keys
                WHERE created_at < statement_timestamp() - make_interval(secs => ?)
                ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED))
            """;

    private final Database database;

    PostgresAttemptLog(Database database) {
        this.database = database;
    }

    @Override
    public int forget(Duration age, int limit) {
        return database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setLong(1, age.toSeconds());
                delete.setInt(2, limit);
                return delete.executeUpdate();
            }
        });
    }
}
