package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchSection;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.SalesClosed;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.ClaimOutcome.UnknownSeats;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Claims seats for a group of requests inside one transaction. First each request is turned into seat numbers
 * (general admission picks and locks free places), then one statement claims all of them:
 *
 * <ul>
 *   <li>rows are locked in the order of their key, so that two groups cannot deadlock, and without waiting: a row that
 *       somebody else has locked is left out;
 *   <li>a seat is free if it is AVAILABLE, or HELD by a hold that has lapsed by the database's clock, and nobody waits
 *       for its section;
 *   <li>a request gets all its seats or none: only requests whose every row was locked are written.
 * </ul>
 *
 * <p>A last statement asks, only for those that got nothing, what stood in their way.
 */
final class SeatClaims {

    private static final String PICK_PLACES = """
            SELECT s.seat_no
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND s.seat_no BETWEEN ? AND ? AND NOT sec.waiting
              AND (s.status = 0 OR (s.status = 1 AND s.held_until <= boxoffice_now()))
            ORDER BY s.seat_no
            LIMIT ?
            FOR UPDATE OF s SKIP LOCKED
            """;

    private static final String COUNT_FREE = """
            SELECT count(*)
            FROM seats s JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            WHERE s.show_id = ? AND s.seat_no BETWEEN ? AND ? AND NOT sec.waiting
              AND (s.status = 0 OR (s.status = 1 AND s.held_until <= boxoffice_now()))
            """;

    private static final String CLAIM = """
            WITH wanted AS (
                SELECT * FROM unnest(?::int[], ?::bigint[], ?::int[], ?::bigint[], ?::int[])
                    AS w (claim, show_id, seat_no, booking_id, size)
            ), locked AS (
                SELECT w.claim, w.booking_id, w.size, s.show_id, s.seat_no
                FROM wanted w
                JOIN seats s ON s.show_id = w.show_id AND s.seat_no = w.seat_no
                JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
                WHERE (s.status = 0 OR (s.status = 1 AND s.held_until <= boxoffice_now())) AND NOT sec.waiting
                ORDER BY s.show_id, s.seat_no
                FOR UPDATE OF s SKIP LOCKED
            ), whole AS (
                SELECT claim FROM locked GROUP BY claim, size HAVING count(*) = size
            )
            UPDATE seats s
            SET status = 1, version = s.version + 1, booking_id = l.booking_id,
                held_until = boxoffice_now() + make_interval(secs => sh.hold_seconds)
            FROM locked l JOIN whole USING (claim) JOIN shows sh ON sh.show_id = l.show_id
            WHERE s.show_id = l.show_id AND s.seat_no = l.seat_no
            RETURNING l.claim, s.held_until, boxoffice_now() AS now
            """;

    private static final String OBSTACLES = """
            SELECT w.claim, w.seat_no,
                   s.status = 0 OR (s.status = 1 AND s.held_until <= boxoffice_now()) AS free
            FROM unnest(?::int[], ?::bigint[], ?::int[]) AS w (claim, show_id, seat_no)
            JOIN seats s ON s.show_id = w.show_id AND s.seat_no = w.seat_no
            ORDER BY w.claim, w.seat_no
            """;

    private final Connection connection;
    private final List<Claim> claims;
    private final @Nullable ClaimOutcome[] outcomes;

    /** The seats each claim goes for; absent where it has been refused. */
    private final Map<Integer, List<Integer>> targets = new HashMap<>();

    /** Claims that want a seat which an earlier claim of the group goes for. */
    private final Set<Integer> behind = new HashSet<>();

    private SeatClaims(Connection connection, List<Claim> claims) {
        this.connection = connection;
        this.claims = claims;
        this.outcomes = new ClaimOutcome[claims.size()];
    }

    /** One outcome for each claim, in their order. What is held has been written, bookings included. */
    static List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        return new SeatClaims(connection, claims).run();
    }

    private List<ClaimOutcome> run() throws SQLException {
        Map<ShowId, Show> shows = ShowRows.load(
                connection, claims.stream().map(c -> c.id().show()).toList());
        aim(shows);
        hold(shows);
        explainTheRest();
        List<ClaimOutcome> all = new ArrayList<>();
        for (ClaimOutcome outcome : outcomes) {
            all.add(outcome == null ? new Contended(List.of()) : outcome);
        }
        return all;
    }

    /** Turns requests into seat numbers. Of two that want the same seat, the earlier goes for it. */
    private void aim(Map<ShowId, Show> shows) throws SQLException {
        Instant now = Clock.now(connection);
        Map<ShowId, Set<Integer>> wanted = new HashMap<>();
        for (int i = 0; i < claims.size(); i++) {
            ShowId id = claims.get(i).id().show();
            Show show = shows.get(id);
            if (show == null) {
                outcomes[i] = new NoSuchShow();
            } else if (!show.sellsAt(now)) {
                outcomes[i] = new SalesClosed();
            } else if (claims.get(i).request() instanceof SeatRequest.Named named) {
                aimAtNamed(i, show, named, wanted.computeIfAbsent(id, any -> new HashSet<>()));
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            ShowId id = claims.get(i).id().show();
            Show show = shows.get(id);
            if (show != null && outcomes[i] == null && claims.get(i).request() instanceof SeatRequest.Places places) {
                aimAtPlaces(i, show, places, wanted.computeIfAbsent(id, any -> new HashSet<>()));
            }
        }
    }

    private void aimAtNamed(int index, Show show, SeatRequest.Named named, Set<Integer> wanted) {
        List<Integer> unknown = named.seats().stream()
                .filter(seat -> show.sectionOf(seat).filter(Section::numbered).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            outcomes[index] = new UnknownSeats(unknown);
            return;
        }
        targets.put(index, named.seats());
        if (Collections.disjoint(wanted, named.seats())) {
            wanted.addAll(named.seats());
        } else {
            behind.add(index);
        }
    }

    private void aimAtPlaces(int index, Show show, SeatRequest.Places places, Set<Integer> wanted) throws SQLException {
        Optional<Section> section = show.section(places.section()).filter(s -> !s.numbered());
        if (section.isEmpty()) {
            outcomes[index] = new NoSuchSection(places.section());
            return;
        }
        List<Integer> picked = pick(show.id(), section.get(), places.quantity(), wanted);
        if (picked.size() < places.quantity()) {
            boolean lockedElsewhere =
                    countFree(show.id(), section.get()) - reserved(section.get(), wanted) >= places.quantity();
            outcomes[index] = lockedElsewhere ? new Contended(List.of()) : new TooFewPlaces(places.section());
            return;
        }
        targets.put(index, picked);
        wanted.addAll(picked);
    }

    /** Free places from a random start, so that buyers who come together do not all look at the same ones. */
    private List<Integer> pick(ShowId show, Section section, int quantity, Set<Integer> wanted) throws SQLException {
        int first = section.firstSeat();
        int last = first + section.capacity() - 1;
        int start = ThreadLocalRandom.current().nextInt(first, last + 1);
        int enough = quantity + reserved(section, wanted);
        List<Integer> free = new ArrayList<>(lockFree(show, start, last, enough));
        if (free.size() < enough && start > first) {
            free.addAll(lockFree(show, first, start - 1, enough - free.size()));
        }
        return free.stream()
                .filter(seat -> !wanted.contains(seat))
                .limit(quantity)
                .sorted()
                .toList();
    }

    private static int reserved(Section section, Set<Integer> wanted) {
        return (int) wanted.stream().filter(section::contains).count();
    }

    private int countFree(ShowId show, Section section) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT_FREE)) {
            count.setLong(1, show.value());
            count.setInt(2, section.firstSeat());
            count.setInt(3, section.firstSeat() + section.capacity() - 1);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private List<Integer> lockFree(ShowId show, int from, int to, int limit) throws SQLException {
        List<Integer> seats = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PICK_PLACES)) {
            select.setLong(1, show.value());
            select.setInt(2, from);
            select.setInt(3, to);
            select.setInt(4, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    seats.add(row.getInt(1));
                }
            }
        }
        return seats;
    }

    private void hold(Map<ShowId, Show> shows) throws SQLException {
        List<Wanted> wanted = wanted(targets.keySet().stream()
                .filter(index -> !behind.contains(index))
                .toList());
        if (wanted.isEmpty()) {
            return;
        }
        List<Booking> held = new ArrayList<>();
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            Columns columns = new Columns(connection, claim);
            addWanted(columns, wanted);
            columns.add("bigint", wanted, w -> claims.get(w.claim()).id().value());
            columns.add("int", wanted, w -> claims.get(w.claim()).request().size());
            try (ResultSet row = claim.executeQuery()) {
                while (row.next()) {
                    int index = row.getInt("claim");
                    if (outcomes[index] == null) {
                        Booking booking = booking(
                                index, shows, ShowRows.instant(row, "held_until"), ShowRows.instant(row, "now"));
                        outcomes[index] = new Held(booking);
                        held.add(booking);
                    }
                }
            }
        }
        BookingRows.insert(connection, held);
    }

    private Booking booking(int index, Map<ShowId, Show> shows, Instant heldUntil, Instant now) {
        Claim claim = claims.get(index);
        Show show = shows.get(claim.id().show());
        if (show == null) {
            throw new IllegalStateException("a seat was claimed of an unknown show");
        }
        List<Place> places = targets.getOrDefault(index, List.of()).stream()
                .map(seat -> show.sectionOf(seat).orElseThrow().place(seat))
                .toList();
        return Booking.held(claim, show, places, heldUntil, now);
    }

    /**
     * Seats that are free and yet were not locked are in somebody's hands this instant. What an earlier claim of the
     * group has just got is taken.
     */
    private void explainTheRest() throws SQLException {
        List<Integer> refused = targets.keySet().stream()
                .filter(index -> outcomes[index] == null)
                .toList();
        if (refused.isEmpty()) {
            return;
        }
        Map<Integer, List<Integer>> taken = new HashMap<>();
        try (PreparedStatement obstacles = connection.prepareStatement(OBSTACLES)) {
            addWanted(new Columns(connection, obstacles), wanted(refused));
            try (ResultSet row = obstacles.executeQuery()) {
                while (row.next()) {
                    if (!row.getBoolean("free")) {
                        taken.computeIfAbsent(row.getInt("claim"), index -> new ArrayList<>())
                                .add(row.getInt("seat_no"));
                    }
                }
            }
        }
        for (int index : refused) {
            List<Integer> seats = taken.getOrDefault(index, List.of());
            outcomes[index] = seats.isEmpty()
                    ? new Contended(targets.getOrDefault(index, List.of()))
                    : new SeatsTaken(Collections.unmodifiableList(seats));
        }
    }

    private record Wanted(int claim, long show, int seat) {}

    private List<Wanted> wanted(Iterable<Integer> indexes) {
        List<Wanted> rows = new ArrayList<>();
        for (int index : indexes) {
            for (int seat : targets.getOrDefault(index, List.of())) {
                rows.add(new Wanted(index, claims.get(index).id().show().value(), seat));
            }
        }
        return rows;
    }

    private static void addWanted(Columns columns, List<Wanted> wanted) throws SQLException {
        columns.add("int", wanted, Wanted::claim);
        columns.add("bigint", wanted, Wanted::show);
        columns.add("int", wanted, Wanted::seat);
    }
}
