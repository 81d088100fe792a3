package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Claims seats for a group of requests inside one transaction. First each request is turned into seat numbers
 * ({@link SeatAim}), then one statement claims all of them:
 *
 * <ul>
 *   <li>rows are locked in the order of their key, so that two groups cannot deadlock, and without waiting: a row that
 *       somebody else has locked is left out;
 *   <li>a seat is free if it is AVAILABLE, or HELD by a hold that has lapsed by the database's clock, and nobody waits
 *       for its section, or it was put on open sale all the same. A seat that came back after the statement began is
 *       not free for it: since then, somebody may have begun to wait;
 *   <li>a request gets all its seats or none: only requests whose every row was locked are written.
 * </ul>
 *
 * <p>Those that got nothing are told what stood in their way ({@link Obstacles}).
 */
final class SeatClaims {

    private static final String CLAIM = """
            WITH wanted AS (
                SELECT * FROM unnest(?::int[], ?::bigint[], ?::int[], ?::bigint[], ?::int[])
                    AS w (claim, show_id, seat_no, booking_id, size)
            ), locked AS (
                SELECT w.claim, w.booking_id, w.size, s.show_id, s.seat_no
                FROM wanted w
                JOIN seats s ON s.show_id = w.show_id AND s.seat_no = w.seat_no
                JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
                JOIN shows sh ON sh.show_id = s.show_id
                WHERE seat_is_free(s.status, s.held_until, sec.waiting)
                  AND sh.starts_at > boxoffice_now() AND NOT sh.cancelled
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
            RETURNING l.claim, s.held_until, sh.version AS show_version, boxoffice_now() AS now
            """;

    private final Connection connection;
    private final List<Claim> claims;
    private final @Nullable ClaimOutcome[] outcomes;

    private final KnownShows knownShows;
    private final RememberedSeats remembered;

    private Map<Integer, List<Integer>> targets = Map.of();
    private Set<Integer> behind = Set.of();

    private SeatClaims(KnownShows knownShows, RememberedSeats remembered, Connection connection, List<Claim> claims) {
        this.knownShows = knownShows;
        this.remembered = remembered;
        this.connection = connection;
        this.claims = claims;
        this.outcomes = new ClaimOutcome[claims.size()];
    }

    /** One outcome for each claim, in their order. What is held has been written, bookings included. */
    static ClaimStep with(KnownShows knownShows, RememberedSeats remembered) {
        return (connection, claims) -> new SeatClaims(knownShows, remembered, connection, claims).run();
    }

    private List<ClaimOutcome> run() throws SQLException {
        Map<ShowId, Show> shows = knownShows.get(
                connection, claims.stream().map(c -> c.id().show()).toList());
        SeatAim aim = new SeatAim(remembered, connection, claims, shows);
        aim.refusals().forEach((index, refusal) -> outcomes[index] = refusal);
        targets = aim.targets();
        behind = aim.behind();
        hold(shows);
        explainTheRest();
        List<ClaimOutcome> all = new ArrayList<>();
        for (ClaimOutcome outcome : outcomes) {
            all.add(outcome == null ? new Contended(List.of()) : outcome);
        }
        return all;
    }

    private void hold(Map<ShowId, Show> shows) throws SQLException {
        List<WantedSeat> wanted = wanted(targets.keySet().stream()
                .filter(index -> !behind.contains(index))
                .toList());
        if (wanted.isEmpty()) {
            return;
        }
        List<Booking> held = new ArrayList<>();
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            Columns columns = new Columns(connection, claim);
            WantedSeat.add(columns, wanted);
            columns.add("bigint", wanted, w -> claims.get(w.claim()).id().value());
            columns.add("int", wanted, w -> claims.get(w.claim()).request().size());
            try (ResultSet row = claim.executeQuery()) {
                while (row.next()) {
                    int index = row.getInt("claim");
                    if (outcomes[index] == null) {
                        Show show = asOf(row.getInt("show_version"), show(index), shows);
                        Booking booking =
                                booking(index, show, ShowRows.instant(row, "held_until"), ShowRows.instant(row, "now"));
                        outcomes[index] = new Held(booking);
                        held.add(booking);
                    }
                }
            }
        }
        BookingRows.insert(connection, held);
    }

    /** The show as it was aimed at, unless it has changed since it was read. */
    private Show asOf(int version, ShowId id, Map<ShowId, Show> shows) throws SQLException {
        Show show = shows.get(id);
        if (show == null || show.version() != version) {
            show = knownShows.again(connection, id);
            shows.put(id, show);
        }
        return show;
    }

    private Booking booking(int index, Show show, Instant heldUntil, Instant now) {
        Claim claim = claims.get(index);
        List<Place> places = targets.getOrDefault(index, List.of()).stream()
                .map(seat -> show.sectionOf(seat).orElseThrow().place(seat))
                .toList();
        return Booking.held(claim, show, places, heldUntil, now);
    }

    /**
     * Seats that are free and yet were not locked are in somebody's hands this instant, unless the show has begun. What
     * an earlier claim of the group has just got is taken.
     */
    private void explainTheRest() throws SQLException {
        Obstacles obstacles = new Obstacles(connection);
        List<Integer> refused = targets.keySet().stream()
                .filter(index -> outcomes[index] == null)
                .toList();
        Map<Integer, ClaimOutcome> reasons = obstacles.ofSeats(wanted(refused));
        for (int index : refused) {
            ClaimOutcome reason = reasons.get(index);
            outcomes[index] =
                    reason == null || (reason instanceof SeatsTaken && !isNamed(index)) ? aimAgain(index) : reason;
        }
        explainTooFew(obstacles);
    }

    /**
     * A show that is cancelled or has begun has too few places for a better reason. Who was left too few by a claim that
     * then came to nothing may find more in the next group.
     */
    private void explainTooFew(Obstacles obstacles) throws SQLException {
        List<Integer> tooFew = IntStream.range(0, outcomes.length)
                .filter(index -> outcomes[index] instanceof TooFewPlaces)
                .boxed()
                .toList();
        Map<ShowId, ClaimOutcome> ended =
                obstacles.ofShows(tooFew.stream().map(this::show).distinct().toList());
        Set<ShowId> relieved = targets.keySet().stream()
                .filter(index -> !behind.contains(index) && !(outcomes[index] instanceof Held))
                .map(this::show)
                .collect(Collectors.toSet());
        for (int index : tooFew) {
            boolean perhapsMore =
                    claims.get(index).request() instanceof SeatRequest.Best && relieved.contains(show(index));
            ClaimOutcome reason = perhapsMore ? new Contended(List.of()) : outcomes[index];
            outcomes[index] = ended.getOrDefault(show(index), reason);
        }
    }

    private ShowId show(int index) {
        return claims.get(index).id().show();
    }

    private boolean isNamed(int index) {
        return claims.get(index).request() instanceof SeatRequest.Named;
    }

    /**
     * Who named no seats did not ask for these: others may do, but not by the same picture of the show, unless they stepped
     * back by one that was fresh.
     */
    private Contended aimAgain(int index) {
        if (isNamed(index)) {
            return new Contended(targets.getOrDefault(index, List.of()));
        }
        if (!behind.contains(index)) {
            remembered.forget(show(index));
        }
        return new Contended(List.of());
    }

    private List<WantedSeat> wanted(Iterable<Integer> indexes) {
        List<WantedSeat> rows = new ArrayList<>();
        for (int index : indexes) {
            for (int seat : targets.getOrDefault(index, List.of())) {
                rows.add(new WantedSeat(index, show(index).value(), seat));
            }
        }
        return rows;
    }
}
