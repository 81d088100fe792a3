package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.HoardingRules;
import io.boxoffice.booking.domain.HoardingRules.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Refuses who already has as much of a show as one customer may have, or has let too much of it go. Two instances count
 * the same customer one after the other, because of an advisory lock that lasts as long as the transaction; who does not
 * get it asks again in the next group, and so does who was refused because of a claim of the group that came to nothing.
 * The lock and the count are two statements, sent together: the second one's snapshot is taken when the lock is there.
 */
final class LimitedClaims implements ClaimStep {

    private static final String LOCK = """
            SELECT show_id, customer_id FROM unnest(?::bigint[], ?::text[]) AS w (show_id, customer_id)
            WHERE pg_try_advisory_xact_lock(hashtextextended(customer_id, show_id));
            """;

    /** Counted for each buyer on its own, so that the index is used even by a plan that was made for an empty table. */
    private static final String LOCK_AND_COUNT = LOCK + """
            SELECT w.show_id, w.customer_id, t.holds, t.seats, t.lapses, t.last_lapse, boxoffice_now() AS now
            FROM unnest(?::bigint[], ?::text[]) AS w (show_id, customer_id)
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE held) AS holds,
                       coalesce(sum(cardinality(seat_nos)) FILTER (WHERE held OR status = 'CONFIRMED'), 0) AS seats,
                       count(*) FILTER (WHERE let_go) AS lapses,
                       max(least(held_until, decided_at)) FILTER (WHERE let_go) AS last_lapse
                FROM (
                    SELECT b.seat_nos, b.status, b.held_until, b.decided_at,
                        b.status = 'PENDING' AND b.held_until > boxoffice_now() AS held,
                        (b.status = 'PENDING' OR b.reason IN ('EXPIRED', 'RELEASED')) AND NOT b.offer
                        AND least(b.held_until, b.decided_at) <= boxoffice_now()
                        AND least(b.held_until, b.decided_at) > boxoffice_now() - make_interval(secs => ?) AS let_go
                    FROM bookings b WHERE b.show_id = w.show_id AND b.customer_id = w.customer_id
                ) b
            ) t
            """;

    private final HoardingRules rules;
    private final ClaimStep next;

    LimitedClaims(HoardingRules rules, ClaimStep next) {
        this.rules = rules;
        this.next = next;
    }

    private record Buyer(long show, String customer) {

        static Buyer of(Claim claim) {
            return new Buyer(claim.id().show().value(), claim.customer().id());
        }
    }

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        if (claims.isEmpty()) {
            return List.of();
        }
        Map<Buyer, Tally> tallies = new HashMap<>();
        Instant now = lockAndCount(
                connection, claims.stream().map(Buyer::of).distinct().toList(), tallies);
        List<Claim> allowed = new ArrayList<>();
        Map<Claim, ClaimOutcome> refused = new HashMap<>();
        for (Claim claim : claims) {
            Tally tally = tallies.get(Buyer.of(claim));
            ClaimOutcome refusal = tally == null
                    ? new Contended(List.of())
                    : rules.refusal(tally, claim.request().size(), now).orElse(null);
            if (tally == null || refusal != null) {
                refused.put(claim, refusal);
            } else {
                tallies.put(Buyer.of(claim), tally.plusHold(claim.request().size()));
                allowed.add(claim);
            }
        }
        List<ClaimOutcome> outcomes = allowed.isEmpty() ? List.of() : next.claim(connection, allowed);
        Set<Buyer> relieved = IntStream.range(0, allowed.size())
                .filter(i -> !(outcomes.get(i) instanceof Held))
                .mapToObj(i -> Buyer.of(allowed.get(i)))
                .collect(Collectors.toSet());
        refused.replaceAll((claim, refusal) -> relieved.contains(Buyer.of(claim)) ? new Contended(List.of()) : refusal);
        Iterator<ClaimOutcome> others = outcomes.iterator();
        return claims.stream()
                .map(claim -> refused.containsKey(claim) ? refused.get(claim) : others.next())
                .toList();
    }

    /** Adds what each buyer has done whose lock was to be had, and nobody else; the time at which that was so. */
    private Instant lockAndCount(Connection connection, List<Buyer> buyers, Map<Buyer, Tally> tallies)
            throws SQLException {
        Set<Buyer> locked = new HashSet<>();
        Instant now = Instant.EPOCH;
        try (PreparedStatement both = connection.prepareStatement(LOCK_AND_COUNT)) {
            Columns columns = new Columns(connection, both);
            for (int statement = 1; statement <= 2; statement++) {
                columns.add("bigint", buyers, Buyer::show);
                columns.add("text", buyers, Buyer::customer);
            }
            both.setDouble(5, (double) rules.longestPause().toSeconds());
            both.execute();
            try (ResultSet row = both.getResultSet()) {
                while (row.next()) {
                    locked.add(buyer(row));
                }
            }
            both.getMoreResults();
            try (ResultSet row = both.getResultSet()) {
                while (row.next()) {
                    tallies.put(buyer(row), tally(row));
                    now = row.getObject("now", OffsetDateTime.class).toInstant();
                }
            }
        }
        tallies.keySet().retainAll(locked);
        return now;
    }

    private static Tally tally(ResultSet row) throws SQLException {
        OffsetDateTime lastLapse = row.getObject("last_lapse", OffsetDateTime.class);
        return new Tally(
                row.getInt("holds"),
                row.getInt("seats"),
                row.getInt("lapses"),
                lastLapse == null ? null : lastLapse.toInstant());
    }

    private static Buyer buyer(ResultSet row) throws SQLException {
        return new Buyer(row.getLong(1), row.getString(2));
    }
}
