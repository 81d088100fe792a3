package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses who already has as many open holds of a show as one customer may have. Two instances count the same customer
 * one after the other, because of an advisory lock that lasts as long as the transaction; who does not get it asks again
 * in the next group. The lock and the count are two statements, sent together: the second one's snapshot is taken when
 * the lock is there.
 */
final class LimitedClaims implements ClaimStep {

    private static final String LOCK = """
            SELECT show_id, customer_id FROM unnest(?::bigint[], ?::text[]) AS w (show_id, customer_id)
            WHERE pg_try_advisory_xact_lock(hashtextextended(customer_id, show_id));
            """;

    /** Counted for each buyer on its own, so that the index is used even by a plan that was made for an empty table. */
    private static final String LOCK_AND_COUNT = LOCK + """
            SELECT w.show_id, w.customer_id, (
                SELECT count(*) FROM bookings b
                WHERE b.show_id = w.show_id AND b.customer_id = w.customer_id
                  AND b.status = 'PENDING' AND b.held_until > boxoffice_now())
            FROM unnest(?::bigint[], ?::text[]) AS w (show_id, customer_id)
            """;

    private final int maxOpenHolds;
    private final ClaimStep next;

    LimitedClaims(int maxOpenHolds, ClaimStep next) {
        this.maxOpenHolds = maxOpenHolds;
        this.next = next;
    }

    private record Buyer(long show, String customer) {

        static Buyer of(Claim claim) {
            return new Buyer(claim.id().show().value(), claim.customer().id());
        }
    }

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        Map<Buyer, Integer> open = lockAndCount(
                connection, claims.stream().map(Buyer::of).distinct().toList());
        List<Claim> allowed = new ArrayList<>();
        Map<Claim, ClaimOutcome> refused = new HashMap<>();
        for (Claim claim : claims) {
            Buyer buyer = Buyer.of(claim);
            if (!open.containsKey(buyer)) {
                refused.put(claim, new Contended(List.of()));
            } else if (open.merge(buyer, 1, Integer::sum) > maxOpenHolds) {
                refused.put(claim, new TooManyHolds(maxOpenHolds));
            } else {
                allowed.add(claim);
            }
        }
        Iterator<ClaimOutcome> outcomes =
                (allowed.isEmpty() ? List.<ClaimOutcome>of() : next.claim(connection, allowed)).iterator();
        List<ClaimOutcome> all = new ArrayList<>();
        for (Claim claim : claims) {
            ClaimOutcome refusal = refused.get(claim);
            all.add(refusal == null ? outcomes.next() : refusal);
        }
        return all;
    }

    /** How many open holds each buyer has whose lock was to be had; nobody else. */
    private static Map<Buyer, Integer> lockAndCount(Connection connection, List<Buyer> buyers) throws SQLException {
        Set<Buyer> locked = new HashSet<>();
        Map<Buyer, Integer> open = new HashMap<>();
        try (PreparedStatement both = connection.prepareStatement(LOCK_AND_COUNT)) {
            Columns columns = new Columns(connection, both);
            for (int statement = 1; statement <= 2; statement++) {
                columns.add("bigint", buyers, Buyer::show);
                columns.add("text", buyers, Buyer::customer);
            }
            both.execute();
            try (ResultSet row = both.getResultSet()) {
                while (row.next()) {
                    locked.add(buyer(row));
                }
            }
            both.getMoreResults();
            try (ResultSet row = both.getResultSet()) {
                while (row.next()) {
                    open.put(buyer(row), row.getInt(3));
                }
            }
        }
        open.keySet().retainAll(locked);
        return open;
    }

    private static Buyer buyer(ResultSet row) throws SQLException {
        return new Buyer(row.getLong(1), row.getString(2));
    }
}
