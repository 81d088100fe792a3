package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.KeyReused;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Answers a repeated request with its first answer. The key is written in the transaction of its booking, before any
 * seat is locked and in the order of the keys: a repetition that has reached another instance waits for that transaction
 * and then finds the booking. Only a held booking leaves its key behind; whatever was refused may be tried again.
 */
final class IdempotentClaims implements ClaimStep {

    private static final String INSERT = """
            INSERT INTO idempotency_keys (show_id, customer_id, key, request, booking_id)
            SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[])
            ON CONFLICT DO NOTHING
            RETURNING show_id, customer_id, key
            """;

    private static final String FIND = "SELECT k.key, k.request, " + BookingRows.COLUMNS + """
            FROM unnest(?::bigint[], ?::text[], ?::text[]) AS w (show_id, customer_id, key)
            JOIN idempotency_keys k USING (show_id, customer_id, key)
            JOIN bookings b ON b.show_id = k.show_id AND b.booking_id = k.booking_id
            """;

    private static final String DELETE = """
            DELETE FROM idempotency_keys k
            USING unnest(?::bigint[], ?::text[], ?::text[]) AS w (show_id, customer_id, key)
            WHERE k.show_id = w.show_id AND k.customer_id = w.customer_id AND k.key = w.key
            """;

    private final ClaimStep next;

    IdempotentClaims(ClaimStep next) {
        this.next = next;
    }

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        Map<Scope, Claim> firsts = firsts(claims);
        if (firsts.isEmpty()) {
            return next.claim(connection, claims);
        }
        Set<Scope> fresh = insert(connection, firsts);
        Map<Scope, Settled> settled = find(
                connection,
                firsts.keySet().stream().filter(scope -> !fresh.contains(scope)).toList());

        List<Claim> open = open(claims, firsts, fresh::contains);
        List<ClaimOutcome> outcomes = next.claim(connection, open);
        Map<Claim, ClaimOutcome> unkeyed = new HashMap<>();
        List<Scope> withoutBooking = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            ClaimOutcome outcome = outcomes.get(i);
            Optional<Scope> scope = Scope.of(open.get(i));
            if (scope.isEmpty()) {
                unkeyed.put(open.get(i), outcome);
                continue;
            }
            settled.put(scope.get(), new Settled(request(open.get(i)), outcome));
            if (!(outcome instanceof Held)) {
                withoutBooking.add(scope.get());
            }
        }
        delete(connection, withoutBooking);
        return claims.stream()
                .map(claim -> Scope.of(claim)
                        .map(scope -> outcome(claim, Optional.ofNullable(settled.get(scope))))
                        .orElseGet(() -> unkeyed.getOrDefault(claim, new Contended(List.of()))))
                .toList();
    }

    /** Of each attempt the first claim, unless its answer is known already. Locks nothing. */
    static List<Claim> withoutRepetitions(Connection connection, List<Claim> claims) throws SQLException {
        Map<Scope, Claim> firsts = firsts(claims);
        Set<Scope> answered = find(connection, List.copyOf(firsts.keySet())).keySet();
        return open(claims, firsts, scope -> !answered.contains(scope));
    }

    private static Map<Scope, Claim> firsts(List<Claim> claims) {
        Map<Scope, Claim> firsts = new TreeMap<>(Scope.ORDER);
        claims.forEach(claim -> Scope.of(claim).ifPresent(scope -> firsts.putIfAbsent(scope, claim)));
        return firsts;
    }

    /** The claims without a key, and the first of each key that is still to be answered. */
    private static List<Claim> open(List<Claim> claims, Map<Scope, Claim> firsts, Predicate<Scope> isUnanswered) {
        return claims.stream()
                .filter(claim -> Scope.of(claim)
                        .map(scope -> isUnanswered.test(scope) && claim.equals(firsts.get(scope)))
                        .orElse(true))
                .toList();
    }

    /** The same question has the same answer; another question with the same key only if the first got nothing. */
    private static ClaimOutcome outcome(Claim claim, Optional<Settled> settled) {
        if (settled.isEmpty()) {
            return new Contended(List.of());
        }
        if (settled.get().request().equals(request(claim))) {
            return settled.get().outcome();
        }
        return settled.get().outcome() instanceof Held ? new KeyReused() : new Contended(List.of());
    }

    /** Where a key counts. */
    private record Scope(ShowId show, String customer, String key) {

        static final Comparator<Scope> ORDER =
                Comparator.comparing(Scope::show).thenComparing(Scope::customer).thenComparing(Scope::key);

        static Optional<Scope> of(Claim claim) {
            return Optional.ofNullable(claim.key())
                    .map(key -> new Scope(claim.id().show(), claim.customer().id(), key.value()));
        }
    }

    /** What was asked for with a key, and what came of it. */
    private record Settled(String request, ClaimOutcome outcome) {}

    private static String request(Claim claim) {
        return claim.request().toString();
    }

    private static Set<Scope> insert(Connection connection, Map<Scope, Claim> claims) throws SQLException {
        List<Map.Entry<Scope, Claim>> rows = List.copyOf(claims.entrySet());
        Set<Scope> inserted = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(connection, insert);
            columns.add("bigint", rows, row -> row.getKey().show().value());
            columns.add("text", rows, row -> row.getKey().customer());
            columns.add("text", rows, row -> row.getKey().key());
            columns.add("text", rows, row -> request(row.getValue()));
            columns.add("bigint", rows, row -> row.getValue().id().value());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    inserted.add(new Scope(new ShowId(row.getLong(1)), row.getString(2), row.getString(3)));
                }
            }
        }
        return inserted;
    }

    private static Map<Scope, Settled> find(Connection connection, List<Scope> scopes) throws SQLException {
        Map<Scope, Settled> found = new HashMap<>();
        if (scopes.isEmpty()) {
            return found;
        }
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            addScopes(new Columns(connection, find), scopes);
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    Booking booking = BookingRows.read(row).asHeld();
                    found.put(
                            new Scope(booking.id().show(), booking.customer().id(), row.getString("key")),
                            new Settled(row.getString("request"), new Held(booking)));
                }
            }
        }
        return found;
    }

    private static void delete(Connection connection, List<Scope> scopes) throws SQLException {
        if (scopes.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            addScopes(new Columns(connection, delete), scopes);
            delete.executeUpdate();
        }
    }

    private static void addScopes(Columns columns, List<Scope> scopes) throws SQLException {
        columns.add("bigint", scopes, scope -> scope.show().value());
        columns.add("text", scopes, Scope::customer);
        columns.add("text", scopes, Scope::key);
    }
}
