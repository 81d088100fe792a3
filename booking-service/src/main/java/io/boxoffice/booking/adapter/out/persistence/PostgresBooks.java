package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.Books;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The books, in PostgreSQL; each question concerns one show, and is answered from one snapshot. */
@ApplicationScoped
class PostgresBooks implements Books {

    private static final String NEXT = """
        SELECT show_id FROM shows WHERE show_id > ? AND starts_at > boxoffice_now() ORDER BY show_id LIMIT 1
        """;

    /** The question of deploy/operations/books.sql, for one show; a test holds the two together. */
    private static final String CONTRADICTIONS = """
        WITH asked AS (SELECT ?::bigint AS show_id),
        owned AS (
            SELECT booking_id, unnest(seat_nos) AS seat_no, status,
                   status = 'PENDING' AND held_until > boxoffice_now() AS holding
            FROM bookings JOIN asked USING (show_id) WHERE status IN ('PENDING', 'CONFIRMED')
        ),
        places AS (SELECT seat_no, status, booking_id FROM seats JOIN asked USING (show_id))
        SELECT (SELECT count(*) FROM places p WHERE p.status IN (1, 2) AND NOT EXISTS (
                    SELECT 1 FROM owned o
                    WHERE o.seat_no = p.seat_no AND o.booking_id = p.booking_id
                        AND o.status = CASE p.status WHEN 1 THEN 'PENDING' ELSE 'CONFIRMED' END))
             + (SELECT count(*) FROM owned o LEFT JOIN places p USING (seat_no)
                WHERE (o.status = 'CONFIRMED' AND (p.status, p.booking_id) IS DISTINCT FROM (2, o.booking_id))
                   OR (o.holding AND (p.status, p.booking_id) IS DISTINCT FROM (1, o.booking_id)))
        """;

    private final Database database;

    PostgresBooks(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ShowId> upcomingAfter(@Nullable ShowId last) {
        return database.reading(connection -> {
            try (PreparedStatement next = connection.prepareStatement(NEXT)) {
                next.setLong(1, last == null ? 0 : last.value());
                try (ResultSet row = next.executeQuery()) {
                    return row.next() ? Optional.of(new ShowId(row.getLong(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public long contradictions(ShowId show) {
        return database.reading(connection -> {
            try (PreparedStatement count = connection.prepareStatement(CONTRADICTIONS)) {
                count.setLong(1, show.value());
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }
}
