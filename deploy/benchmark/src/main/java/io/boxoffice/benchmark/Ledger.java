package io.boxoffice.benchmark;

import io.boxoffice.benchmark.history.Books;
import io.boxoffice.benchmark.history.Books.Owner;
import io.boxoffice.benchmark.history.Books.Seat;
import io.hypersistence.tsid.TSID;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Reads the books from the booking database. */
final class Ledger {

    private static final int FETCH_ROWS = 10_000;

    static Books read(Stage stage) {
        try (Connection connection = stage.booking()) {
            connection.setAutoCommit(false);
            return new Books(bookings(connection), seats(connection));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> bookings(Connection connection) throws SQLException {
        Map<String, String> bookings = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery("SELECT show_id, booking_id, status FROM bookings")) {
                while (row.next()) {
                    bookings.put(
                            id(row.getLong(1), row.getLong(2)), row.getString(3).intern());
                }
            }
        }
        return bookings;
    }

    private static Map<Seat, Owner> seats(Connection connection) throws SQLException {
        Map<Seat, Owner> seats = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery("""
                    SELECT show_id, seat_no, booking_id, status = 2,
                           coalesce(held_until < now() - interval '10 seconds', false)
                    FROM seats WHERE status IN (1, 2)
                    """)) {
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
        return TSID.from(show).toString();
    }

    private static String id(long show, long booking) {
        return show(show) + "-" + TSID.from(booking);
    }

    private Ledger() {}
}
