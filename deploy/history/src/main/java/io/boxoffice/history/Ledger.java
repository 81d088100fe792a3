package io.boxoffice.history;

import io.boxoffice.history.Books.Booking;
import io.boxoffice.history.Books.Owner;
import io.boxoffice.history.Books.Seat;
import io.hypersistence.tsid.TSID;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the books from the booking database. */
public final class Ledger {

    private static final int FETCH_ROWS = 10_000;

    /** Of the shows that are still there. */
    private static final String BOOKINGS = """
        SELECT show_id, booking_id, b.status, coalesce(b.decided_at, b.held_until), b.seat_nos
        FROM bookings b JOIN shows USING (show_id)
        """;

    /** A hold is expired soon after its deadline, not at it; the seats of a cancelled show are BLOCKED for good. */
    private static final String SEATS = """
            SELECT show_id, seat_no, booking_id, status = 2,
                   status = 3 OR coalesce(held_until < boxoffice_now() - interval '10 seconds', false)
            FROM seats
            WHERE status IN (1, 2) OR (status = 3 AND show_id NOT IN (SELECT show_id FROM shows WHERE cancelled))
            """;

    private static final String NOW = "SELECT boxoffice_now()";

    /** Everything as of one moment, and afterwards the time. */
    public static Books read(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            return new Books(bookings(connection), seats(connection), now(connection));
        } finally {
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
        }
    }

    private static Map<String, Booking> bookings(Connection connection) throws SQLException {
        Map<String, Booking> bookings = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(BOOKINGS)) {
                while (row.next()) {
                    bookings.put(id(row.getLong(1), row.getLong(2)), booking(row));
                }
            }
        }
        return bookings;
    }

    private static Booking booking(ResultSet row) throws SQLException {
        String show = show(row.getLong(1));
        Set<Seat> seats = Set.of(Arrays.stream((Integer[]) row.getArray(5).getArray())
                .map(number -> new Seat(show, number))
                .toArray(Seat[]::new));
        return new Booking(row.getString(3).intern(), row.getTimestamp(4).getTime(), seats);
    }

    private static long now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOW)) {
            row.next();
            return row.getTimestamp(1).getTime();
        }
    }

    private static Map<Seat, Owner> seats(Connection connection) throws SQLException {
        Map<Seat, Owner> seats = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(SEATS)) {
                while (row.next()) {
                    long show = row.getLong(1);
                    seats.put(
                            new Seat(show(show), row.getInt(2)),
                            new Owner(id(show, row.getLong(3)), row.getBoolean(4), row.getBoolean(5)));
                }
            }
        }
        return seats;
    }

    private static String show(long show) {
        return TSID.from(show).toString().intern();
    }

    private static String id(long show, long booking) {
        return show(show) + "-" + TSID.from(booking);
    }

    private Ledger() {}
}
