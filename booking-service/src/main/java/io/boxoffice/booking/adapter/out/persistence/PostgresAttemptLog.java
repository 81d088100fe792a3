package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.AttemptLog;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Optional;

/** The idempotency keys, in PostgreSQL. */
@ApplicationScoped
class PostgresAttemptLog implements AttemptLog {

    private static final String DELETE = """
            DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM idempotency_keys
                WHERE created_at < statement_timestamp() - make_interval(secs => ?)
                ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED))
            """;

    private static final String FIND = """
            SELECT booking_id FROM idempotency_keys WHERE show_id = ? AND customer_id = ? AND key = ?
            """;

    private final Database database;

    PostgresAttemptLog(Database database) {
        this.database = database;
    }

    @Override
    public Optional<BookingId> find(ShowId show, String customer, IdempotencyKey key) {
        return database.reading(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setLong(1, show.value());
                select.setString(2, customer);
                select.setString(3, key.value());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new BookingId(show, row.getLong(1))) : Optional.empty();
                }
            }
        });
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
