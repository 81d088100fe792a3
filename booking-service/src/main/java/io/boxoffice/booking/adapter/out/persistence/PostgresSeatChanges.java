package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.SeatChanges;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.live.SeatState;
import io.boxoffice.booking.domain.live.Sighting;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for seats that have changed, in PostgreSQL. Each seat is compared with the version that is known of it: neither
 * a time nor a number of the transaction would do, because transactions do not commit in the order of either.
 */
@ApplicationScoped
class PostgresSeatChanges implements SeatChanges {

    /** A show has a page or two for each hundred seats, and they are in memory while it sells. */
    private static final String NEWER = """
            SELECT s.seat_no, s.version, s.status, s.held_until
            FROM seats s JOIN unnest(?::int[]) WITH ORDINALITY AS known (version, seat_no) USING (seat_no)
            WHERE s.show_id = ? AND s.version > known.version
            """;

    private static final String SECTIONS =
            "SELECT section_no, waiting, boxoffice_now() AS now FROM sections WHERE show_id = ?";

    private final Database database;

    PostgresSeatChanges(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Show> show(ShowId show) {
        return database.reading(connection ->
                Optional.ofNullable(ShowRows.load(connection, List.of(show)).get(show)));
    }

    @Override
    public Sighting since(ShowId show, int[] versions) {
        return database.reading(connection -> look(connection, show, versions));
    }

    /** The time is that of the first statement: what is free by it is free. */
    private static Sighting look(Connection connection, ShowId show, int[] versions) throws SQLException {
        Instant at = Instant.EPOCH;
        Set<Integer> waited = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(SECTIONS)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    at = ShowRows.instant(row, "now");
                    if (row.getBoolean("waiting")) {
                        waited.add(row.getInt("section_no"));
                    }
                }
            }
        }
        return new Sighting(at, newer(connection, show, versions), waited);
    }

    private static List<SeatState> newer(Connection connection, ShowId show, int[] versions) throws SQLException {
        List<SeatState> seats = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setObject(1, versions);
            select.setLong(2, show.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Status status = PostgresInventory.status(row.getInt("status"));
                    seats.add(new SeatState(
                            row.getInt("seat_no"),
                            row.getInt("version"),
                            status,
                            status == Status.BLOCKED ? null : heldUntil(row)));
                }
            }
        }
        return seats;
    }

    private static @Nullable Instant heldUntil(ResultSet row) throws SQLException {
        OffsetDateTime time = row.getObject("held_until", OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
