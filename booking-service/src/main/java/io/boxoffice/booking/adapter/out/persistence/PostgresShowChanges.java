package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.ShowChanges;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of shows, in PostgreSQL. A claim reads in its own statement whether its show is cancelled. A statement that
 * began before the cancellation has locked its seats, or will find them blocked: {@link #blockSeats} waits for the first
 * kind and stops the second, so that the bookings read afterwards are all there ever will be.
 */
@ApplicationScoped
class PostgresShowChanges implements ShowChanges {

    private static final int SEATS_AT_ONCE = 5_000;

    private static final String UPDATE = """
            UPDATE shows
            SET version = ?, name = ?, venue = ?, starts_at = ?, zone = ?, hold_seconds = ?, max_hold_seconds = ?,
                cancel_cut_off_seconds = ?, changed_at = statement_timestamp()
            WHERE show_id = ? AND version < ?
            """;

    private static final String CANCEL = """
            UPDATE shows SET cancelled = true, version = greatest(version, ?), changed_at = statement_timestamp()
            WHERE show_id = ? AND NOT cancelled
            """;

    private static final String LAST_SEAT = """
            SELECT coalesce(max(seat_no), 0) FROM seats JOIN shows USING (show_id) WHERE show_id = ? AND cancelled
            """;

    private static final String BLOCK = """
            WITH free AS (
                SELECT show_id, seat_no FROM seats
                WHERE show_id = ? AND seat_no BETWEEN ? AND ?
                  AND (status = 0 OR (status = 1 AND held_until <= boxoffice_now()))
                ORDER BY seat_no
                FOR UPDATE
            )
            UPDATE seats s SET status = 3, booking_id = NULL, held_until = NULL, version = s.version + 1
            FROM free
            WHERE s.show_id = free.show_id AND s.seat_no = free.seat_no
            """;

    private static final String SHOW = """
            SELECT version, name, venue, starts_at, zone, currency, organiser_id, max_hold_seconds,
                   cancel_cut_off_seconds, cancelled
            FROM shows WHERE show_id = ? FOR SHARE
            """;

    private static final String LOCK_FOLLOWERS = "SELECT " + BookingRows.COLUMNS + """
            FROM bookings b
            WHERE show_id = ? AND status IN ('PENDING', 'CONFIRMED') AND (? OR show_version < ?)
            ORDER BY booking_id
            LIMIT ?
            FOR UPDATE
            """;

    private static final String CHANGED = """
            SELECT show_id FROM shows WHERE changed_at > statement_timestamp() - make_interval(secs => ?)
            """;

    private final Database database;
    private final Outbox outbox;
    private final OutboxRelay relay;

    PostgresShowChanges(Database database, Outbox outbox, OutboxRelay relay) {
        this.database = database;
        this.outbox = outbox;
        this.relay = relay;
    }

    @Override
    public void update(Show show) {
        ShowDetails details = show.details();
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                update.setInt(1, show.version());
                update.setString(2, details.name());
                update.setString(3, details.venue());
                update.setObject(4, BookingRows.utc(details.startsAt()));
                update.setString(5, details.zone().getId());
                update.setLong(6, show.hold().toSeconds());
                update.setLong(7, details.maxHold().toSeconds());
                update.setLong(8, details.cancelCutOff().toSeconds());
                update.setLong(9, show.id().value());
                update.setInt(10, show.version());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void cancel(ShowId show, int version) {
        database.inTransaction(connection -> {
            try (PreparedStatement cancel = connection.prepareStatement(CANCEL)) {
                cancel.setInt(1, version);
                cancel.setLong(2, show.value());
                return cancel.executeUpdate();
            }
        });
    }

    @Override
    public void blockSeats(ShowId show) {
        int last = database.reading(connection -> lastSeat(connection, show));
        for (int first = 1; first <= last; first += SEATS_AT_ONCE) {
            int from = first;
            database.inTransaction(connection -> {
                try (PreparedStatement block = connection.prepareStatement(BLOCK)) {
                    block.setLong(1, show.value());
                    block.setInt(2, from);
                    block.setInt(3, from + SEATS_AT_ONCE - 1);
                    return block.executeUpdate();
                }
            });
        }
    }

    /** Of a cancelled show; 0 of any other. */
    private static int lastSeat(Connection connection, ShowId show) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST_SEAT)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Override
    public int follow(ShowId show, int limit) {
        int followed = database.inTransaction(connection -> {
            Current current = current(connection, show);
            List<Booking> behind = lockFollowers(connection, show, current, limit);
            Decision decision = current.cancelled()
                    ? (booking, now, holdsItsSeats) -> booking.cancelWithShow(now)
                    : (booking, now, holdsItsSeats) -> booking.follow(current.details(), now);
            List<Change> changes = behind.stream()
                    .map(booking -> new Change(booking.id(), decision, Outbox.traceparent()))
                    .toList();
            new BookingChanges(connection, outbox).decideAndWrite(behind, changes);
            if (!current.cancelled()) {
                BookingRows.updateShow(connection, show, behind);
            }
            return behind.size();
        });
        relay.wake();
        return followed;
    }

    @Override
    public List<ShowId> changedWithin(Duration past) {
        return database.reading(connection -> {
            List<ShowId> shows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
                select.setLong(1, past.toSeconds());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        shows.add(new ShowId(row.getLong(1)));
                    }
                }
            }
            return shows;
        });
    }

    private record Current(boolean cancelled, int version, ShowDetails details) {}

    private static Current current(Connection connection, ShowId show) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SHOW)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("show " + show + " has not been laid out");
                }
                return new Current(row.getBoolean("cancelled"), row.getInt("version"), ShowRows.details(row, "name"));
            }
        }
    }

    private static List<Booking> lockFollowers(Connection connection, ShowId show, Current current, int limit)
            throws SQLException {
        List<Booking> bookings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LOCK_FOLLOWERS)) {
            select.setLong(1, show.value());
            select.setBoolean(2, current.cancelled());
            select.setInt(3, current.version());
            select.setInt(4, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    bookings.add(BookingRows.read(row));
                }
            }
        }
        return bookings;
    }
}
