package io.boxoffice.booking.adapter.out.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns bookings into rows and back. */
final class BookingRows {

    private static final JsonMapper JSON = new JsonMapper();

    /** What is read of a booking; named one by one, since open sessions stumble over {@code b.*} when a column is added. */
    static final String COLUMNS = """
            b.show_id, b.booking_id, b.version, b.status, b.reason, b.decided_at, b.customer_id, b.customer_email,
            b.customer_name, b.language, b.show_name, b.venue, b.starts_at, b.zone, b.currency, b.organiser_id, b.places,
            b.held_until, b.created_at, b.extended_from, b.offer, b.max_hold_seconds, b.cancel_cut_off_seconds,
            b.show_version
            """;

    /** All bookings of a group in one statement: one array for each column, one element for each booking. */
    private static final String INSERT = insertAs("'PENDING', NULL, NULL::timestamptz");

    private static String insertAs(String state) {
        return """
            INSERT INTO bookings (show_id, booking_id, version, status, reason, decided_at, customer_id,
                customer_email, customer_name, language, show_name, venue, starts_at, zone, currency, organiser_id,
                seat_nos, places, total_minor, held_until, created_at, offer,
                max_hold_seconds, cancel_cut_off_seconds, show_version)
            SELECT b.show_id, b.booking_id, 1, %s, b.customer_id, b.customer_email, b.customer_name,
                b.language, sh.name, sh.venue, sh.starts_at, sh.zone, sh.currency, sh.organiser_id,
                b.seat_nos::int[], b.places::jsonb, b.total_minor, b.held_until, b.created_at,
                b.offer, sh.max_hold_seconds, sh.cancel_cut_off_seconds, sh.version
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::boolean[])
                AS b (show_id, booking_id, customer_id, customer_email, customer_name, language, seat_nos, places,
                    total_minor, held_until, created_at, offer)
            JOIN shows sh USING (show_id)
            """.formatted(state);
    }

    private static final String UPDATE_STATE = """
            UPDATE bookings b
            SET version = n.version, status = n.status, reason = n.reason, decided_at = n.decided_at,
                held_until = n.held_until, extended_from = n.extended_from
            FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                    ?::timestamptz[])
                AS n (show_id, booking_id, version, status, reason, decided_at, held_until, extended_from)
            WHERE b.show_id = n.show_id AND b.booking_id = n.booking_id AND b.version = n.version - 1
            """;

    private static final String UPDATE_SHOW = """
            UPDATE bookings b
            SET show_name = sh.name, venue = sh.venue, starts_at = sh.starts_at, zone = sh.zone,
                max_hold_seconds = sh.max_hold_seconds, cancel_cut_off_seconds = sh.cancel_cut_off_seconds,
                show_version = sh.version
            FROM shows sh
            WHERE b.show_id = ? AND sh.show_id = b.show_id AND b.booking_id = ANY (?)
            """;

    /** A place as stored with the booking. */
    private record StoredPlace(
            int seat,
            String section,
            @Nullable String row,
            @Nullable Integer number,
            long priceMinor) {}

    static void insert(Connection connection, List<Booking> bookings) throws SQLException {
        if (bookings.isEmpty()) {
            return;
        }
        insert(connection, INSERT, bookings);
    }

    /** A booking that failed before it held anything. */
    static void insertFailed(Connection connection, Booking booking, FailureReason reason) throws SQLException {
        insert(connection, insertAs("'FAILED', '" + reason + "', b.created_at"), List.of(booking));
    }

    private static void insert(Connection connection, String sql, List<Booking> bookings) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            Columns columns = new Columns(connection, insert);
            columns.add("bigint", bookings, b -> b.id().show().value());
            columns.add("bigint", bookings, b -> b.id().value());
            columns.add("text", bookings, b -> b.customer().id());
            columns.add("text", bookings, b -> b.customer().email());
            columns.add("text", bookings, b -> b.customer().name());
            columns.add("text", bookings, b -> b.customer().language());
            columns.add("text", bookings, b -> arrayLiteral(b.seats()));
            columns.add("text", bookings, b -> writePlaces(b.places()));
            columns.add("bigint", bookings, b -> b.total().minor());
            columns.add("timestamptz", bookings, b -> b.heldUntil().toString());
            columns.add("timestamptz", bookings, b -> b.createdAt().toString());
            columns.add("boolean", bookings, Booking::offer);
            expect(bookings.size(), insert.executeUpdate());
        }
    }

    /** Writes the states of bookings that the caller has locked. */
    static void updateState(Connection connection, List<Booking> bookings) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE_STATE)) {
            Columns columns = new Columns(connection, update);
            columns.add("bigint", bookings, b -> b.id().show().value());
            columns.add("bigint", bookings, b -> b.id().value());
            columns.add("int", bookings, Booking::version);
            columns.add("text", bookings, b -> statusOf(b.state()));
            columns.add(
                    "text",
                    bookings,
                    b -> b.state() instanceof Failed f ? f.reason().name() : null);
            columns.add("timestamptz", bookings, b -> text(decidedAt(b.state())));
            columns.add("timestamptz", bookings, b -> text(b.heldUntil()));
            columns.add("timestamptz", bookings, b -> text(b.extendedFrom()));
            expect(bookings.size(), update.executeUpdate());
        }
    }

    /** Lets locked bookings of a show remember it as it is now. */
    static void updateShow(Connection connection, ShowId show, List<Booking> bookings) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE_SHOW)) {
            update.setLong(1, show.value());
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", bookings.stream().map(b -> b.id().value()).toArray()));
            expect(bookings.size(), update.executeUpdate());
        }
    }

    static Booking read(ResultSet row) throws SQLException {
        ShowDetails show = ShowRows.details(row, "show_name");
        return new Booking(
                new BookingId(new ShowId(row.getLong("show_id")), row.getLong("booking_id")),
                row.getInt("version"),
                new Customer(
                        row.getString("customer_id"),
                        row.getString("customer_email"),
                        row.getString("customer_name"),
                        row.getString("language")),
                show,
                readPlaces(row.getString("places"), show.currency()),
                state(row),
                ShowRows.instant(row, "held_until"),
                ShowRows.instant(row, "created_at"),
                row.getObject("extended_from") == null ? null : ShowRows.instant(row, "extended_from"),
                row.getBoolean("offer"));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static String statusOf(BookingState state) {
        return switch (state) {
            case Pending pending -> "PENDING";
            case Confirmed confirmed -> "CONFIRMED";
            case Failed failed -> "FAILED";
            case Cancelled cancelled -> "CANCELLED";
        };
    }

    private static @Nullable Instant decidedAt(BookingState state) {
        return switch (state) {
            case Pending pending -> null;
            case Confirmed(Instant at) -> at;
            case Failed(FailureReason reason, Instant at) -> at;
            case Cancelled(Instant at) -> at;
        };
    }

    static BookingState state(ResultSet row) throws SQLException {
        String status = row.getString("status");
        if (status.equals("PENDING")) {
            return new Pending();
        }
        Instant at = ShowRows.instant(row, "decided_at");
        return switch (status) {
            case "CONFIRMED" -> new Confirmed(at);
            case "FAILED" -> new Failed(FailureReason.valueOf(row.getString("reason")), at);
            case "CANCELLED" -> new Cancelled(at);
            default -> throw new IllegalStateException("unknown status " + status);
        };
    }

    private static String writePlaces(List<Place> places) {
        try {
            return JSON.writeValueAsString(places.stream()
                    .map(p -> new StoredPlace(
                            p.seat(),
                            p.section(),
                            p.row(),
                            p.number(),
                            p.price().minor()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("places cannot be written", e);
        }
    }

    private static List<Place> readPlaces(String json, Currency currency) {
        try {
            return JSON.readValue(json, new TypeReference<List<StoredPlace>>() {}).stream()
                    .map(p ->
                            new Place(p.seat(), p.section(), p.row(), p.number(), new Money(p.priceMinor(), currency)))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("places cannot be read", e);
        }
    }

    private static String arrayLiteral(List<Integer> numbers) {
        return numbers.toString().replace('[', '{').replace(']', '}');
    }

    private static void expect(int rows, int written) {
        if (rows != written) {
            throw new IllegalStateException("wrote " + written + " bookings instead of " + rows);
        }
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private BookingRows() {}
}
