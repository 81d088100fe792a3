package io.boxoffice.acceptance;

import io.hypersistence.tsid.TSID;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The waiting list of one show, as its books tell of it, held against the rule of docs/waiting-list.md. */
final class Line implements AutoCloseable {

    /**
     * Remembers of each seat that is taken whether it was on open sale just before, and whether it was kept for somebody;
     * and of each that came back and is put on sale again whether it was too early, because it was still to be kept, or
     * serves somebody all alone. Of both, for how long it was kept while somebody waited and nothing was dead. A claim may
     * have begun before who joined this instant; who joined five seconds before it must have been seen.
     */
    private static final String DIARY = """
        CREATE TABLE alive (since timestamptz);
        CREATE TABLE diary (show_id bigint, booking_id bigint, seat_no int, was_on_sale boolean, was_kept boolean,
            too_early boolean, kept_for interval);
        CREATE FUNCTION keep_diary() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO diary
            SELECT NEW.show_id, NEW.booking_id, NEW.seat_no, OLD.held_until IS NULL OR NOT waiting,
                   OLD.held_until IS NOT NULL AND line.long_ago,
                   NEW.status = 0 AND (line.alone
                       OR line.long_ago AND statement_timestamp() < OLD.held_until + interval '%s'),
                   CASE WHEN OLD.held_until IS NOT NULL AND line.since IS NOT NULL THEN statement_timestamp()
                       - greatest(OLD.held_until, line.since, (SELECT max(since) FROM alive)) END
            FROM sections, (
                SELECT min(joined_at) AS since, bool_or(quantity = 1) AS alone,
                       min(joined_at) < statement_timestamp() - interval '5 seconds' AS long_ago
                FROM waiting_list w
                WHERE w.show_id = NEW.show_id AND coalesce(w.section_no, NEW.section_no) = NEW.section_no
                  AND w.booking_id IS NULL AND w.closed_at IS NULL) line
            WHERE show_id = NEW.show_id AND section_no = NEW.section_no;
            RETURN NULL;
        END $$;
        CREATE TRIGGER keep_diary AFTER UPDATE ON seats FOR EACH ROW
        WHEN (NEW.status = 1 AND NEW.booking_id IS DISTINCT FROM OLD.booking_id
            OR NEW.status = 0 AND NEW.held_until IS NULL AND OLD.held_until IS NOT NULL)
        EXECUTE FUNCTION keep_diary()
        """.formatted(House.SHORT_PATIENCE);

    /** An offer's id tells when it was made: ids are sorted by time, and made while the line is locked. */
    private static final String WAITED = """
        SELECT w.customer_id, w.section_no, w.quantity, w.adjacent, b.booking_id, b.seat_nos
        FROM waiting_list w LEFT JOIN bookings b USING (show_id, booking_id)
        WHERE w.show_id = ? ORDER BY w.place
        """;

    private static final String SECTIONS =
            "SELECT section_no, first_seat, capacity, seats_per_row FROM sections WHERE show_id = ?";

    private final Connection books;
    private final long show;

    Line(House house, String show) throws SQLException {
        this.books = house.database("booking");
        this.show = TSID.from(show).toLong();
    }

    /** Part of a show; no seats in a row where places have no numbers. */
    private record Section(int number, int first, int capacity, int seatsPerRow) {

        boolean contains(int seat) {
            return seat >= first && seat < first + capacity;
        }

        /** The longest run of these seats side by side in a row. */
        int together(List<Integer> seats) {
            if (seatsPerRow == 0) {
                return seats.size();
            }
            int longest = 0;
            int run = 0;
            int last = -1;
            for (int seat : seats.stream().sorted().toList()) {
                boolean beside = seat == last + 1 && (seat - first) % seatsPerRow != 0;
                run = beside ? run + 1 : 1;
                longest = Math.max(longest, run);
                last = seat;
            }
            return longest;
        }
    }

    /** Somebody who joined, in the order of joining, and what they were offered; 0 and nothing if nothing. */
    private record Party(
            String customer,
            @Nullable Integer section,
            int quantity,
            boolean adjacent,
            long offer,
            List<Integer> seats) {

        boolean gotWhatItAskedFor(List<Section> sections) {
            return seats.size() == quantity
                    && sections.stream()
                            .filter(one -> seats.stream().allMatch(one::contains))
                            .anyMatch(one -> isServedBy(seats, one));
        }

        boolean isServedBy(List<Integer> others, Section of) {
            return (section == null || section == of.number())
                    && quantity <= (adjacent ? of.together(others) : others.size());
        }

        boolean stillWaitedWhen(long otherOffer) {
            return offer == 0 || offer > otherOffer;
        }
    }

    /** From now on seats are watched. */
    static void keepDiary(House house) throws SQLException {
        try (Connection books = house.database("booking");
                Statement statement = books.createStatement()) {
            statement.execute(DIARY);
        }
    }

    /** Nothing is dead any more. */
    void noteThatAllAreAlive() throws SQLException {
        try (Statement statement = books.createStatement()) {
            statement.execute("INSERT INTO alive VALUES (statement_timestamp())");
        }
    }

    /** How many seats are sold. */
    long booked() throws SQLException {
        return count("SELECT count(*) FROM seats WHERE status = 2 AND show_id = ?");
    }

    /** How many offers were made. */
    long offers() throws SQLException {
        return count("SELECT count(*) FROM bookings WHERE offer AND show_id = ?");
    }

    /** How many seats were offered that anybody could have bought. */
    long offeredFromSale() throws SQLException {
        return count("SELECT count(*) FROM diary JOIN bookings USING (show_id, booking_id)"
                + " WHERE offer AND was_on_sale AND show_id = ?");
    }

    /** How many seats anybody bought that were kept for somebody who waited. */
    long boughtFromLine() throws SQLException {
        return count("SELECT count(*) FROM diary JOIN bookings USING (show_id, booking_id)"
                + " WHERE NOT offer AND was_kept AND show_id = ?");
    }

    /** How many seats were put on sale that somebody who waited had first. */
    long putOnSaleTooEarly() throws SQLException {
        return count("SELECT count(*) FROM diary WHERE too_early AND show_id = ?");
    }

    /** For how many seconds at the most a seat was kept from everybody while nothing was dead. */
    long longestKept() throws SQLException {
        return count("SELECT coalesce(ceil(extract(epoch FROM max(kept_for))), 0) FROM diary WHERE show_id = ?");
    }

    /** Offers of other seats than were asked for. */
    List<String> offeredInVain() throws SQLException {
        List<Section> sections = sections();
        return parties().stream()
                .filter(party -> party.offer() != 0 && !party.gotWhatItAskedFor(sections))
                .map(Party::toString)
                .toList();
    }

    /** Customers who were offered something, with the ids of the bookings, in the order of the offers. */
    Map<String, String> offered() throws SQLException {
        Map<String, String> offered = new LinkedHashMap<>();
        parties().stream()
                .filter(party -> party.offer() != 0)
                .sorted(Comparator.comparingLong(Party::offer))
                .forEach(party -> offered.put(party.customer(), TSID.from(show) + "-" + TSID.from(party.offer())));
        return offered;
    }

    /** Customers in the order of joining. */
    List<String> joined() throws SQLException {
        return parties().stream().map(Party::customer).toList();
    }

    /** Everybody who was passed over: somebody behind them was offered seats that would have served them. */
    Set<String> passedOver() throws SQLException {
        List<Section> sections = sections();
        List<Party> parties = parties();
        Set<String> passedOver = new TreeSet<>();
        for (int behind = 0; behind < parties.size(); behind++) {
            Party next = parties.get(behind);
            if (next.offer() == 0) {
                continue;
            }
            Section section = sections.stream()
                    .filter(one -> one.contains(next.seats().getFirst()))
                    .findFirst()
                    .orElseThrow();
            parties.subList(0, behind).stream()
                    .filter(ahead -> ahead.stillWaitedWhen(next.offer()) && ahead.isServedBy(next.seats(), section))
                    .forEach(ahead -> passedOver.add(ahead + " by " + next));
        }
        return passedOver;
    }

    /** Seats that more than one live booking names. */
    Set<Integer> soldTwice() throws SQLException {
        Set<Integer> once = new HashSet<>();
        Set<Integer> twice = new TreeSet<>();
        try (PreparedStatement select = books.prepareStatement(
                "SELECT seat_nos FROM bookings WHERE show_id = ? AND (status = 'CONFIRMED' OR (status = 'PENDING'"
                        + " AND held_until > boxoffice_now()))")) {
            select.setLong(1, show);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    seats(row, 1).stream().filter(seat -> !once.add(seat)).forEach(twice::add);
                }
            }
        }
        return twice;
    }

    private List<Party> parties() throws SQLException {
        try (PreparedStatement select = books.prepareStatement(WAITED)) {
            select.setLong(1, show);
            List<Party> parties = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parties.add(new Party(
                            row.getString(1),
                            (Integer) row.getObject(2),
                            row.getInt(3),
                            row.getBoolean(4),
                            row.getLong(5),
                            row.getLong(5) == 0 ? List.of() : seats(row, 6)));
                }
            }
            return parties;
        }
    }

    private List<Section> sections() throws SQLException {
        try (PreparedStatement select = books.prepareStatement(SECTIONS)) {
            select.setLong(1, show);
            List<Section> sections = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sections.add(new Section(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4)));
                }
            }
            return sections;
        }
    }

    private static List<Integer> seats(ResultSet row, int column) throws SQLException {
        return Arrays.asList((Integer[]) row.getArray(column).getArray());
    }

    private long count(String sql) throws SQLException {
        try (PreparedStatement select = books.prepareStatement(sql)) {
            select.setLong(1, show);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        books.close();
    }
}
