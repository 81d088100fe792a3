package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Transition.SeatChange;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.Outbox.Caused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes a group of bookings that are locked already: locks their seats in order, decides, and writes seats, bookings
 * and events with one statement each. A deadline that comes between the decision and the writing is found by the
 * statement that writes, and turns the decision into a refusal.
 */
final class BookingChanges {

    private static final String OWN_SEATS = """
            FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::timestamptz[])
                AS own (show_id, booking_id, seat_no, held_until)
            """;

    private static final String LOCK_OWN_SEATS = "SELECT own.show_id, own.booking_id " + OWN_SEATS + """
            JOIN seats s ON s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
            ORDER BY s.show_id, s.seat_no
            FOR UPDATE OF s;
            SELECT boxoffice_now() AS now
            """;

    private static final String BOOK_OWN_SEATS =
            "UPDATE seats s SET status = 2, held_until = NULL, version = s.version + 1 " + OWN_SEATS + """
            WHERE s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
              AND s.status = 1 AND s.held_until > boxoffice_now()
            RETURNING own.show_id, own.booking_id
            """;

    private static final String HOLD_OWN_SEATS =
            "UPDATE seats s SET held_until = own.held_until, version = s.version + 1 " + OWN_SEATS + """
            WHERE s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
              AND s.status = 1 AND s.held_until > boxoffice_now()
            RETURNING own.show_id, own.booking_id
            """;

    private static final String FREE_OWN_SEATS =
            "UPDATE seats s SET status = 0, booking_id = NULL, held_until = boxoffice_now(), version = s.version + 1 "
                    + OWN_SEATS
                    + """
            WHERE s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
            RETURNING own.show_id, own.booking_id
            """;

    private final Connection connection;
    private final Outbox outbox;

    BookingChanges(Connection connection, Outbox outbox) {
        this.connection = connection;
        this.outbox = outbox;
    }

    /** What was decided for each of the locked bookings, in order, and has been written. */
    List<Transition> decideAndWrite(List<Booking> locked, List<Change> changes) throws SQLException {
        if (locked.isEmpty()) {
            return List.of();
        }
        OwnSeats ownSeats = lockSeats(locked);
        Instant now = ownSeats.now();
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < locked.size(); i++) {
            Booking booking = locked.get(i);
            boolean holdsItsSeats = ownSeats.counts().getOrDefault(booking.id(), 0)
                    == booking.places().size();
            transitions.add(changes.get(i).decision().decide(booking, now, holdsItsSeats));
        }
        Map<BookingId, Integer> kept = countSeats(BOOK_OWN_SEATS, after(transitions, SeatChange.BOOK));
        kept.putAll(countSeats(HOLD_OWN_SEATS, after(transitions, SeatChange.HOLD)));
        transitions.replaceAll(
                transition -> isTooLate(transition, kept) ? new Refused(Refusal.HOLD_EXPIRED) : transition);
        countSeats(FREE_OWN_SEATS, after(transitions, SeatChange.FREE));
        writeBooks(transitions, changes, now);
        return transitions;
    }

    /** All seats of a booking have one deadline, so that the statement writes all of them or none. */
    private static boolean isTooLate(Transition transition, Map<BookingId, Integer> kept) {
        if (!(transition instanceof Changed changed)
                || changed.seats() == SeatChange.FREE
                || changed.seats() == SeatChange.NONE) {
            return false;
        }
        int written = kept.getOrDefault(changed.after().id(), 0);
        if (written != 0 && written != changed.after().places().size()) {
            throw new IllegalStateException(
                    "kept " + written + " seats of " + changed.after().id());
        }
        return written == 0;
    }

    private void writeBooks(List<Transition> transitions, List<Change> changes, Instant now) throws SQLException {
        List<Booking> after = new ArrayList<>();
        List<Caused> events = new ArrayList<>();
        for (int i = 0; i < transitions.size(); i++) {
            if (transitions.get(i) instanceof Changed changed) {
                after.add(changed.after());
                String trace = changes.get(i).trace();
                changed.events().forEach(event -> events.add(new Caused(event, trace)));
            }
        }
        if (!after.isEmpty()) {
            BookingRows.updateState(connection, after);
            outbox.appendCaused(connection, events, now);
        }
    }

    private static List<Booking> after(List<Transition> transitions, SeatChange change) {
        return transitions.stream()
                .filter(t -> t instanceof Changed changed && changed.seats() == change)
                .map(t -> ((Changed) t).after())
                .toList();
    }

    /** How many seats are still each booking's own, and the time when they were locked. */
    private record OwnSeats(Map<BookingId, Integer> counts, Instant now) {}

    private OwnSeats lockSeats(List<Booking> bookings) throws SQLException {
        try (PreparedStatement lock = onSeatsOf(bookings, LOCK_OWN_SEATS)) {
            Map<BookingId, Integer> counts = count(lock);
            lock.getMoreResults();
            try (ResultSet clock = lock.getResultSet()) {
                clock.next();
                return new OwnSeats(counts, ShowRows.instant(clock, "now"));
            }
        }
    }

    /** Runs a statement on the bookings' own seats; how many seats of each it met. */
    private Map<BookingId, Integer> countSeats(String sql, List<Booking> bookings) throws SQLException {
        if (bookings.isEmpty()) {
            return new HashMap<>();
        }
        try (PreparedStatement statement = onSeatsOf(bookings, sql)) {
            return count(statement);
        }
    }

    private PreparedStatement onSeatsOf(List<Booking> bookings, String sql) throws SQLException {
        record Own(BookingId booking, int seat, Instant heldUntil) {}
        List<Own> seats = bookings.stream()
                .flatMap(b -> b.seats().stream().map(seat -> new Own(b.id(), seat, b.heldUntil())))
                .toList();
        PreparedStatement statement = connection.prepareStatement(sql);
        Columns columns = new Columns(connection, statement);
        columns.add("bigint", seats, own -> own.booking().show().value());
        columns.add("bigint", seats, own -> own.booking().value());
        columns.add("int", seats, Own::seat);
        columns.add("timestamptz", seats, own -> own.heldUntil().toString());
        return statement;
    }

    private static Map<BookingId, Integer> count(PreparedStatement statement) throws SQLException {
        Map<BookingId, Integer> counts = new HashMap<>();
        statement.execute();
        try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
                counts.merge(new BookingId(new ShowId(row.getLong(1)), row.getLong(2)), 1, Integer::sum);
            }
        }
        return counts;
    }
}
