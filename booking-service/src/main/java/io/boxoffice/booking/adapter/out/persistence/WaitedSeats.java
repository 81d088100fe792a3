package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.waiting.Handout.Offer;
import io.boxoffice.booking.domain.waiting.ReturnedSeats;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The seats of a show and the flags of its sections, as the waiting list sees and changes them. Seats that somebody else
 * has locked are left out: the next round finds them. Flags are changed by who has locked the show's line.
 */
final class WaitedSeats {

    private static final String FREE = """
            SELECT seat_no, held_until FROM seats
            WHERE show_id = ? AND seat_is_free(status, held_until, false)
            """;

    /**
     * All seats of an offer or none; never one that is on open sale. Whoever stands behind somebody whose seat is locked
     * this instant waits with them for the next round, so that nobody is overtaken.
     */
    private static final String HOLD = """
            WITH wanted AS (
                SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::int[])
                    AS w (show_id, booking_id, seat_no, size, nth)
            ), locked AS (
                SELECT w.booking_id, w.size, w.nth, s.show_id, s.seat_no
                FROM wanted w JOIN seats s ON s.show_id = w.show_id AND s.seat_no = w.seat_no
                WHERE s.status <= 1 AND s.held_until <= boxoffice_now()
                ORDER BY s.show_id, s.seat_no
                FOR UPDATE OF s SKIP LOCKED
            ), whole AS (
                SELECT booking_id, nth = row_number() OVER (ORDER BY nth) AS in_order
                FROM locked GROUP BY booking_id, nth, size HAVING count(*) = size
            )
            UPDATE seats s
            SET status = 1, version = s.version + 1, booking_id = l.booking_id, held_until = ?
            FROM locked l JOIN whole USING (booking_id)
            WHERE in_order AND s.show_id = l.show_id AND s.seat_no = l.seat_no
            RETURNING l.booking_id
            """;

    /** Free for so many seconds, among what came back; on open sale, if they are NULL. */
    private static final String FREE_SINCE = """
            WITH locked AS (
                SELECT show_id, seat_no FROM seats
                WHERE show_id = ? AND seat_no = ANY (?)
                  AND seat_is_free(status, held_until, false)
                ORDER BY seat_no
                FOR UPDATE SKIP LOCKED
            )
            UPDATE seats s
            SET status = 0, version = s.version + 1, booking_id = NULL,
                held_until = boxoffice_now() - make_interval(secs => ?)
            FROM locked l WHERE s.show_id = l.show_id AND s.seat_no = l.seat_no
            """;

    private static final String FLAG = """
            UPDATE sections SET waiting = NOT waiting
            WHERE show_id = ? AND waiting <> (section_no = ANY (?))
            """;

    private final Connection connection;
    private final ShowId show;

    WaitedSeats(Connection connection, ShowId show) {
        this.connection = connection;
        this.show = show;
    }

    Set<Integer> waitedFor() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT section_no FROM sections WHERE show_id = ? AND waiting")) {
            select.setLong(1, show.value());
            Set<Integer> sections = new HashSet<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sections.add(row.getInt(1));
                }
            }
            return sections;
        }
    }

    ReturnedSeats free(Show details, Set<Integer> waitedFor, Instant now, Duration patience) throws SQLException {
        ReturnedSeats free = new ReturnedSeats(now, patience);
        try (PreparedStatement select = connection.prepareStatement(FREE)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int seat = row.getInt("seat_no");
                    Instant since = row.getObject("held_until") == null ? null : ShowRows.instant(row, "held_until");
                    free.add(seat, details.sectionOf(seat).orElseThrow(), since, waitedFor);
                }
            }
        }
        return free;
    }

    /** The bookings whose seats are held now: of the first in line, up to one whose seats cannot be had this instant. */
    Set<BookingId> hold(Map<BookingId, Offer> offers, Instant until) throws SQLException {
        record Wanted(BookingId booking, int seat, int size, int nth) {}
        List<Wanted> wanted = new ArrayList<>();
        int nth = 0;
        for (Map.Entry<BookingId, Offer> offer : offers.entrySet()) {
            nth++;
            for (int seat : offer.getValue().seats()) {
                wanted.add(new Wanted(
                        offer.getKey(), seat, offer.getValue().seats().size(), nth));
            }
        }
        Set<BookingId> held = new HashSet<>();
        if (wanted.isEmpty()) {
            return held;
        }
        try (PreparedStatement update = connection.prepareStatement(HOLD)) {
            Columns columns = new Columns(connection, update);
            columns.add("bigint", wanted, w -> show.value());
            columns.add("bigint", wanted, w -> w.booking().value());
            columns.add("int", wanted, Wanted::seat);
            columns.add("int", wanted, Wanted::size);
            columns.add("int", wanted, Wanted::nth);
            update.setObject(6, BookingRows.utc(until));
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    held.add(new BookingId(show, row.getLong(1)));
                }
            }
        }
        return held;
    }

    void putOnSale(List<Integer> seats) throws SQLException {
        freeSince(null, seats);
    }

    /**
     * As if they had come back long ago, so that they are not kept for anybody but those whom they serve; how many of
     * them nobody else had locked.
     */
    int takeOffSale(List<Integer> seats, Duration patience) throws SQLException {
        return freeSince(patience, seats);
    }

    /** Sets the flags of these sections and clears all others; whether anything changed. */
    boolean flag(Collection<Integer> sections) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FLAG)) {
            update.setLong(1, show.value());
            update.setArray(2, connection.createArrayOf("int", sections.toArray()));
            return update.executeUpdate() > 0;
        }
    }

    private int freeSince(@Nullable Duration ago, List<Integer> seats) throws SQLException {
        if (seats.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = connection.prepareStatement(FREE_SINCE)) {
            update.setLong(1, show.value());
            update.setArray(2, connection.createArrayOf("int", seats.toArray()));
            update.setObject(3, ago == null ? null : ago.toMillis() / 1_000.0, Types.DOUBLE);
            return update.executeUpdate();
        }
    }
}
