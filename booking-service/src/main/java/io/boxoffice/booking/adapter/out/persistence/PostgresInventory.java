package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.booking.domain.SeatMap.Seat;
import io.boxoffice.booking.domain.SeatMap.SectionMap;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lays out and reads the seats, in PostgreSQL. */
@ApplicationScoped
class PostgresInventory implements Inventory {

    private static final String INSERT_SHOW = """
            INSERT INTO shows (show_id, version, name, venue, starts_at, zone, currency, hold_seconds, organiser_id,
                max_hold_seconds, cancel_cut_off_seconds)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String INSERT_SECTIONS = """
            INSERT INTO sections
                (show_id, section_no, name, first_seat, capacity, seats_per_row, price_minor, accessible)
            SELECT ?, section_no, name, first_seat, capacity, seats_per_row, price_minor, accessible::int[]
            FROM unnest(?::int[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::text[])
                AS s (section_no, name, first_seat, capacity, seats_per_row, price_minor, accessible)
            """;

    private static final String INSERT_SEATS = """
            INSERT INTO seats (show_id, seat_no, section_no)
            SELECT show_id, generate_series(first_seat, first_seat + capacity - 1), section_no
            FROM sections WHERE show_id = ?
            """;

    private static final String SEATS = """
            SELECT s.seat_no, s.version,
                   CASE WHEN seat_is_free(s.status, s.held_until, sec.waiting) THEN 0
                        ELSE greatest(s.status, 1) END AS status
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND s.section_no = ANY (?)
            ORDER BY s.seat_no
            """;

    private static final String COUNTS = """
            SELECT s.section_no, count(*) AS available
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND seat_is_free(s.status, s.held_until, sec.waiting)
            GROUP BY s.section_no
            """;

    private final Database database;

    PostgresInventory(Database database) {
        this.database = database;
    }

    @Override
    public void layOut(Show show) {
        database.inTransaction(connection -> {
            if (insertShow(connection, show)) {
                insertSections(connection, show);
                try (PreparedStatement insert = connection.prepareStatement(INSERT_SEATS)) {
                    insert.setLong(1, show.id().value());
                    insert.executeUpdate();
                }
            }
            return show;
        });
    }

    @Override
    public Optional<SeatMap> seatMap(ShowId id) {
        return database.inTransaction(connection -> {
            Show show = ShowRows.load(connection, List.of(id)).get(id);
            return show == null ? Optional.empty() : Optional.of(read(connection, show));
        });
    }

    private static boolean insertShow(Connection connection, Show show) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SHOW)) {
            insert.setLong(1, show.id().value());
            insert.setInt(2, show.version());
            insert.setString(3, show.details().name());
            insert.setString(4, show.details().venue());
            insert.setObject(5, BookingRows.utc(show.details().startsAt()));
            insert.setString(6, show.details().zone().getId());
            insert.setString(7, show.details().currency().getCurrencyCode());
            insert.setLong(8, show.hold().toSeconds());
            insert.setString(9, show.details().organiserId());
            insert.setLong(10, show.details().maxHold().toSeconds());
            insert.setLong(11, show.details().cancelCutOff().toSeconds());
            return insert.executeUpdate() == 1;
        }
    }

    private static void insertSections(Connection connection, Show show) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SECTIONS)) {
            insert.setLong(1, show.id().value());
            Columns columns = new Columns(connection, insert, 1);
            columns.add("int", show.sections(), Section::number);
            columns.add("text", show.sections(), Section::name);
            columns.add("int", show.sections(), Section::firstSeat);
            columns.add("int", show.sections(), Section::capacity);
            columns.add("int", show.sections(), Section::seatsPerRow);
            columns.add("bigint", show.sections(), s -> s.price().minor());
            columns.add("text", show.sections(), PostgresInventory::accessible);
            insert.executeUpdate();
        }
    }

    /** As the text of an array: PostgreSQL has no arrays of arrays of different lengths. */
    private static String accessible(Section section) {
        return section.accessible().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static SeatMap read(Connection connection, Show show) throws SQLException {
        Map<Integer, Integer> available = counts(connection, show.id());
        List<Seat> seats = seats(connection, show);
        List<SectionMap> sections = new ArrayList<>();
        int from = 0;
        for (Section section : show.sections()) {
            int to = section.numbered() ? from + section.capacity() : from;
            sections.add(new SectionMap(
                    section, available.getOrDefault(section.number(), 0), List.copyOf(seats.subList(from, to))));
            from = to;
        }
        return new SeatMap(show, sections);
    }

    private static Map<Integer, Integer> counts(Connection connection, ShowId show) throws SQLException {
        Map<Integer, Integer> counts = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getInt("section_no"), row.getInt("available"));
                }
            }
        }
        return counts;
    }

    private static List<Seat> seats(Connection connection, Show show) throws SQLException {
        List<Seat> seats = new ArrayList<>();
        Object[] numbered = show.sections().stream()
                .filter(Section::numbered)
                .map(Section::number)
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(SEATS)) {
            select.setLong(1, show.id().value());
            select.setArray(2, connection.createArrayOf("int", numbered));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    seats.add(new Seat(row.getInt("seat_no"), status(row.getInt("status")), row.getInt("version")));
                }
            }
        }
        return seats;
    }

    static Status status(int code) {
        return switch (code) {
            case 0 -> Status.AVAILABLE;
            case 1 -> Status.HELD;
            case 2 -> Status.BOOKED;
            case 3 -> Status.BLOCKED;
            default -> throw new IllegalStateException("unknown seat status " + code);
        };
    }
}
