package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Party;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.booking.domain.waiting.Wish;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the waiting list. Whoever writes has locked the show's line. */
final class WaitingRows {

    private static final String UPSERT = """
            INSERT INTO waiting_list (show_id, customer_id, place, customer_email, customer_name, language, section_no,
                quantity, adjacent, accessible, joined_at)
            VALUES (?, ?, (SELECT coalesce(max(place), 0) + 1 FROM waiting_list WHERE show_id = ?), ?, ?, ?, ?, ?, ?, ?,
                boxoffice_now())
            ON CONFLICT (show_id, customer_id) DO UPDATE
            SET place = EXCLUDED.place, customer_email = EXCLUDED.customer_email,
                customer_name = EXCLUDED.customer_name, language = EXCLUDED.language,
                section_no = EXCLUDED.section_no, quantity = EXCLUDED.quantity, adjacent = EXCLUDED.adjacent,
                accessible = EXCLUDED.accessible, joined_at = EXCLUDED.joined_at, booking_id = NULL,
                offered_at = NULL, closed_at = NULL
            """;

    /** The first of each wish: nobody behind them can be served in a round that does not serve them all. */
    private static final String LINE = """
            SELECT customer_id, customer_email, customer_name, language, place, section_no, quantity, adjacent, accessible
            FROM (
                SELECT w.*, row_number() OVER (
                    PARTITION BY section_no, quantity, adjacent, accessible ORDER BY place) AS nth
                FROM waiting_list w
                WHERE show_id = ? AND booking_id IS NULL AND closed_at IS NULL) line
            WHERE nth <= ?
            ORDER BY place
            """;

    private static final String ENTRY = """
            FROM waiting_list w
            JOIN shows sh ON sh.show_id = w.show_id
            LEFT JOIN sections sec ON sec.show_id = w.show_id AND sec.section_no = w.section_no
            LEFT JOIN bookings b ON b.show_id = w.show_id AND b.booking_id = w.booking_id
            """;

    private static final String COLUMNS = """
            SELECT w.show_id, w.booking_id, w.quantity, w.adjacent, w.accessible, w.joined_at, w.closed_at, sec.name AS section_name,
                   sh.starts_at, boxoffice_now() AS now, b.status, b.reason, b.decided_at, b.held_until,
            """;

    private static final String OWN = " WHERE w.show_id = ? AND w.customer_id = ?";

    private static final String BRIEFLY = COLUMNS + " 0 AS parties, 0 AS places, 0 AS offered_last_hour " + ENTRY + OWN;

    private static final String STANDING =
            COLUMNS + " ahead.parties, ahead.places, pace.places AS offered_last_hour " + ENTRY + """
            CROSS JOIN LATERAL (
                SELECT count(*) AS parties, coalesce(sum(quantity), 0) AS places
                FROM waiting_list o
                WHERE o.show_id = w.show_id AND o.place < w.place AND o.booking_id IS NULL AND o.closed_at IS NULL
                  AND (o.section_no = w.section_no OR o.section_no IS NULL OR w.section_no IS NULL)) ahead
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(cardinality(o.seat_nos)), 0) AS places
                FROM bookings o
                WHERE o.show_id = w.show_id AND o.offer AND o.created_at > boxoffice_now() - interval '1 hour'
                  AND (w.section_no IS NULL
                       OR o.seat_nos[1] BETWEEN sec.first_seat AND sec.first_seat + sec.capacity - 1)) pace
            """ + OWN;

    /** Of lists that go on: the line of a show ends soon after the show has begun. */
    private static final String LENGTH = """
            SELECT count(*) FROM waiting_list JOIN waiting_shows USING (show_id)
            WHERE booking_id IS NULL AND closed_at IS NULL
            """;

    private static final String OFFERED = """
            UPDATE waiting_list w SET booking_id = n.booking_id, offered_at = boxoffice_now()
            FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS n (show_id, customer_id, booking_id)
            WHERE w.show_id = n.show_id AND w.customer_id = n.customer_id
            """;

    private static final String CLOSE = """
            UPDATE waiting_list w SET closed_at = boxoffice_now()
            FROM shows sh
            WHERE sh.show_id = w.show_id AND (w.show_id, w.customer_id) IN (
                SELECT show_id, customer_id FROM waiting_list
                WHERE show_id = ? AND booking_id IS NULL AND closed_at IS NULL
                ORDER BY place LIMIT ?)
            RETURNING w.customer_id, w.customer_email, w.customer_name, w.language, w.closed_at, sh.name AS show_name, sh.venue,
                      sh.starts_at, sh.zone
            """;

    private final Connection connection;

    WaitingRows(Connection connection) {
        this.connection = connection;
    }

    void append(Joining joining, Wish wish) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(UPSERT)) {
            insert.setLong(1, joining.show().value());
            insert.setString(2, joining.customer().id());
            insert.setLong(3, joining.show().value());
            insert.setString(4, joining.customer().email());
            insert.setString(5, joining.customer().name());
            insert.setString(6, joining.customer().language());
            insert.setObject(7, wish.section());
            insert.setInt(8, wish.quantity());
            insert.setBoolean(9, wish.adjacent());
            insert.setInt(10, wish.accessible());
            insert.executeUpdate();
        }
    }

    List<Party> line(ShowId show, int ofEachWish) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LINE)) {
            select.setLong(1, show.value());
            select.setInt(2, ofEachWish);
            List<Party> line = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    line.add(new Party(
                            customer(row),
                            row.getLong("place"),
                            new Wish(
                                    number(row, "section_no"),
                                    row.getInt("quantity"),
                                    row.getBoolean("adjacent"),
                                    row.getInt("accessible"))));
                }
            }
            return line;
        }
    }

    long length() throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(LENGTH);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    Optional<Standing> standing(ShowId show, String customerId) throws SQLException {
        return read(STANDING, show, customerId);
    }

    /** Without a look at the rest of the line. */
    Optional<Standing.State> state(ShowId show, String customerId) throws SQLException {
        return read(BRIEFLY, show, customerId).map(Standing::state);
    }

    private Optional<Standing> read(String sql, ShowId show, String customerId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, show.value());
            select.setString(2, customerId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(standing(row)) : Optional.empty();
            }
        }
    }

    void remove(ShowId show, String customerId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM waiting_list WHERE show_id = ? AND customer_id = ?")) {
            delete.setLong(1, show.value());
            delete.setString(2, customerId);
            delete.executeUpdate();
        }
    }

    void offered(List<Booking> offers) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(OFFERED)) {
            Columns columns = new Columns(connection, update);
            columns.add("bigint", offers, b -> b.id().show().value());
            columns.add("text", offers, b -> b.customer().id());
            columns.add("bigint", offers, b -> b.id().value());
            update.executeUpdate();
        }
    }

    /** Ends the wait for the first in line. Whoever has an offer is told what becomes of that. */
    List<WaitingListClosed> close(ShowId show, int limit) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLOSE)) {
            update.setLong(1, show.value());
            update.setInt(2, limit);
            List<WaitingListClosed> closed = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    Customer customer = customer(row);
                    closed.add(new WaitingListClosed(
                            show,
                            new BookingSnapshot.Show(
                                    row.getString("show_name"),
                                    row.getString("venue"),
                                    ShowRows.instant(row, "starts_at"),
                                    ZoneId.of(row.getString("zone"))),
                            new BookingSnapshot.Customer(
                                    customer.id(), customer.email(), customer.name(), customer.language()),
                            ShowRows.instant(row, "closed_at")));
                }
            }
            return closed;
        }
    }

    private static Standing standing(ResultSet row) throws SQLException {
        Standing.Offer offer = row.getObject("booking_id") == null
                ? null
                : new Standing.Offer(
                        new BookingId(new ShowId(row.getLong("show_id")), row.getLong("booking_id")),
                        BookingRows.state(row),
                        ShowRows.instant(row, "held_until"));
        Instant now = ShowRows.instant(row, "now");
        Instant startsAt = ShowRows.instant(row, "starts_at");
        Standing.State state = Standing.state(offer, row.getObject("closed_at") != null, startsAt, now);
        return new Standing(
                row.getString("section_name"),
                row.getInt("quantity"),
                row.getBoolean("adjacent"),
                row.getInt("accessible"),
                state,
                ShowRows.instant(row, "joined_at"),
                state == Standing.State.WAITING ? row.getInt("parties") + 1 : 0,
                state == Standing.State.WAITING ? row.getInt("places") : 0,
                row.getInt("offered_last_hour"),
                offer,
                startsAt,
                now);
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                row.getString("customer_id"),
                row.getString("customer_email"),
                row.getString("customer_name"),
                row.getString("language"));
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }
}
