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
 * in the next group. The lock and the count are two statements: the second one's snapshot sees what the first waited for.
 */
final class LimitedClaims implements ClaimStep {

    private static final String LOCK = """
            SELECT show_id, customer_id FROM unnest(?::bigint[], ?::text[]) AS w (show_id, customer_id)
            WHERE pg_try_advisory_xact_lock(hashtextextended(customer_id, show_id))
            """;

    /** Counted for each buyer on its own, so that the index is used even by a plan that was made for an empty table. */
    private static final String COUNT = """
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
        List<Buyer> buyers = claims.stream().map(Buyer::of).distinct().toList();
        Set<Buyer> locked = lock(connection, buyers);
        Map<Buyer, Integer> open = count(connection, List.copyOf(locked));
        List<Claim> allowed = new ArrayList<>();
        Map<Claim, ClaimOutcome> refused = new HashMap<>();
        for (Claim claim : claims) {
            Buyer buyer = Buyer.of(claim);
            if (!locked.contains(buyer)) {
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

    private static Set<Buyer> lock(Connection connection, List<Buyer> buyers) throws SQLException {
        Set<Buyer> locked = new HashSet<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            addBuyers(connection, lock, buyers);
            try (ResultSet row = lock.executeQuery()) {
                while (row.next()) {
                    locked.add(new Buyer(row.getLong(1), row.getString(2)));
                }
            }
        }
        return locked;
    }

    private static Map<Buyer, Integer> count(Connection connection, List<Buyer> buyers) throws SQLException {
        Map<Buyer, Integer> open = new HashMap<>();
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            addBuyers(connection, count, buyers);
            try (ResultSet row = count.executeQuery()) {
                while (row.next()) {
                    open.put(new Buyer(row.getLong(1), row.getString(2)), row.getInt(3));
                }
            }
        }
        return open;
    }

    private static void addBuyers(Connection connection, PreparedStatement statement, List<Buyer> buyers)
            throws SQLException {
        Columns columns = new Columns(connection, statement);
        columns.add("bigint", buyers, Buyer::show);
        columns.add("text", buyers, Buyer::customer);
    }
}
