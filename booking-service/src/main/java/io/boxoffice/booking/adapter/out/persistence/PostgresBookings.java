package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Transition.SeatChange;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bookings and the seats they hold, in PostgreSQL. Whoever changes a booking locks it first and then its seats in
 * order, and changes only seats whose booking is theirs; whoever claims seats waits for nobody.
 */
@ApplicationScoped
class PostgresBookings implements Bookings {

    private static final String SELECT_ONE = "SELECT * FROM bookings WHERE show_id = ? AND booking_id = ?";

    private static final String LIST = """
            SELECT * FROM bookings
            WHERE (?::text IS NULL OR customer_id = ?) AND (?::text IS NULL OR organiser_id = ?)
              AND (?::bigint IS NULL OR show_id = ?) AND (?::text IS NULL OR status = ?)
              AND (?::bigint IS NULL OR booking_id < ?)
            ORDER BY booking_id DESC
            LIMIT ?
            """;

    private static final String LOCK_DUE = """
            SELECT *, boxoffice_now() AS now FROM bookings
            WHERE status = 'PENDING' AND held_until <= boxoffice_now()
            ORDER BY held_until
            LIMIT ?
            FOR UPDATE SKIP LOCKED
            """;

    /** Locks the seats that are still held by their booking, in order. */
    private static final String LOCK_OWN_SEATS = """
            SELECT s.seat_no, boxoffice_now() AS now
            FROM unnest(?::bigint[], ?::bigint[], ?::int[]) AS own (show_id, booking_id, seat_no)
            JOIN seats s ON s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
            ORDER BY s.show_id, s.seat_no
            FOR UPDATE OF s
            """;

    private static final String BOOK_OWN_SEATS = """
            UPDATE seats s SET status = 2, held_until = NULL, version = s.version + 1
            FROM unnest(?::bigint[], ?::bigint[], ?::int[]) AS own (show_id, booking_id, seat_no)
            WHERE s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
              AND s.status = 1 AND s.held_until > boxoffice_now()
            """;

    private static final String FREE_OWN_SEATS = """
            UPDATE seats s SET status = 0, booking_id = NULL, held_until = NULL, version = s.version + 1
            FROM unnest(?::bigint[], ?::bigint[], ?::int[]) AS own (show_id, booking_id, seat_no)
            WHERE s.show_id = own.show_id AND s.seat_no = own.seat_no AND s.booking_id = own.booking_id
            """;

    private final Database database;
    private final Outbox outbox;
    private final OutboxRelay relay;

    PostgresBookings(Database database, Outbox outbox, OutboxRelay relay) {
        this.database = database;
        this.outbox = outbox;
        this.relay = relay;
    }

    @Override
    public List<ClaimOutcome> hold(List<Claim> claims) {
        return database.inTransaction(connection -> SeatClaims.claim(connection, claims));
    }

    @Override
    public Optional<Booking> find(BookingId id) {
        return database.reading(connection -> select(connection, SELECT_ONE, id));
    }

    @Override
    public List<Booking> list(Query query) {
        return database.reading(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                Long show = query.show() == null ? null : query.show().value();
                Long before = query.before() == null ? null : query.before().value();
                int index = 0;
                for (Object filter : new Object[] {query.customer(), query.organiser(), show, query.status(), before}) {
                    select.setObject(++index, filter);
                    select.setObject(++index, filter);
                }
                select.setInt(++index, query.limit());
                return read(select);
            }
        });
    }

    @Override
    public Optional<Transition> change(BookingId id, Decision decision) {
        try {
            Optional<Transition> decided = database.inTransaction(connection -> {
                Optional<Booking> locked = select(connection, SELECT_ONE + " FOR UPDATE", id);
                return locked.isEmpty()
                        ? Optional.empty()
                        : Optional.of(decideAndWrite(connection, locked.get(), decision));
            });
            relay.wake();
            return decided;
        } catch (DeadlinePassed late) {
            return Optional.of(new Refused(Refusal.HOLD_EXPIRED));
        }
    }

    @Override
    public Expired expireDue(int limit) {
        Expired expired = database.inTransaction(connection -> {
            List<Booking> due = lockDue(connection, limit);
            if (due.isEmpty()) {
                return new Expired(0, List.of());
            }
            Instant now = lockOwnSeats(connection, due).now();
            List<Changed> changes = new ArrayList<>();
            for (Booking booking : due) {
                if (booking.expire(now) instanceof Changed changed) {
                    changes.add(changed);
                }
            }
            writeSeats(connection, changes.stream().map(Changed::after).toList(), SeatChange.FREE);
            writeBooks(connection, changes, now);
            List<ShowId> shows = due.stream().map(b -> b.id().show()).distinct().toList();
            return new Expired(changes.size(), shows);
        });
        relay.wake();
        return expired;
    }

    private Transition decideAndWrite(Connection connection, Booking booking, Decision decision) throws SQLException {
        OwnSeats own = lockOwnSeats(connection, List.of(booking));
        boolean holdsItsSeats = own.count() == booking.places().size();
        Transition transition = decision.decide(booking, own.now(), holdsItsSeats);
        if (transition instanceof Changed changed) {
            int written = writeSeats(connection, List.of(changed.after()), changed.seats());
            if (changed.seats() == SeatChange.BOOK
                    && written != booking.places().size()) {
                throw new DeadlinePassed();
            }
            writeBooks(connection, List.of(changed), own.now());
        }
        return transition;
    }

    /** Writes what was decided about bookings whose seats have been written, with the events that tell of it. */
    private void writeBooks(Connection connection, List<Changed> changes, Instant now) throws SQLException {
        BookingRows.updateState(connection, changes.stream().map(Changed::after).toList());
        outbox.append(connection, changes.stream().map(Changed::event).toList(), now);
    }

    private static int writeSeats(Connection connection, List<Booking> bookings, SeatChange change)
            throws SQLException {
        String statement = switch (change) {
            case BOOK -> BOOK_OWN_SEATS;
            case FREE -> FREE_OWN_SEATS;
        };
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            addSeats(connection, update, bookings);
            return update.executeUpdate();
        }
    }

    /** The deadline came between the decision and the statement that tests it; nothing was written. */
    private static final class DeadlinePassed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** How many seats are still held by their bookings, and the time once they are locked. */
    private record OwnSeats(int count, Instant now) {}

    private static OwnSeats lockOwnSeats(Connection connection, List<Booking> bookings) throws SQLException {
        int count = 0;
        try (PreparedStatement lock = connection.prepareStatement(LOCK_OWN_SEATS)) {
            addSeats(connection, lock, bookings);
            try (ResultSet row = lock.executeQuery()) {
                while (row.next()) {
                    count++;
                }
            }
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT boxoffice_now() AS now");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new OwnSeats(count, ShowRows.instant(row, "now"));
        }
    }

    private static void addSeats(Connection connection, PreparedStatement statement, List<Booking> bookings)
            throws SQLException {
        record Own(BookingId booking, int seat) {}
        List<Own> seats = bookings.stream()
                .flatMap(b -> b.seats().stream().map(seat -> new Own(b.id(), seat)))
                .toList();
        Columns columns = new Columns(connection, statement);
        columns.add("bigint", seats, own -> own.booking().show().value());
        columns.add("bigint", seats, own -> own.booking().value());
        columns.add("int", seats, Own::seat);
    }

    private static List<Booking> lockDue(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK_DUE)) {
            select.setInt(1, limit);
            return read(select);
        }
    }

    private static Optional<Booking> select(Connection connection, String sql, BookingId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, id.show().value());
            select.setLong(2, id.value());
            return read(select).stream().findFirst();
        }
    }

    private static List<Booking> read(PreparedStatement select) throws SQLException {
        List<Booking> bookings = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bookings.add(BookingRows.read(row));
            }
        }
        return bookings;
    }
}
