package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.acceptance.Contract.Exchange;
import io.boxoffice.acceptance.Contract.Operation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Requests that are wrong in many ways do no harm on any route: no answer says that we failed, every refusal is one of
 * the operation's own problem documents, and only what was answered with success is in the books.
 */
class MalformedRequestsTest {

    private static final int PER_ROUTE = Boolean.getBoolean("soak") ? 2_000 : 300;
    private static final int AT_ONCE = 8;

    private final House house = House.open();
    private final People people = new People(house);
    private final long seed = Long.getLong("boxoffice.seed", System.nanoTime());
    private final String customer = people.somebody();
    private final String organiser = people.somebody();
    private final Set<String> published = new ConcurrentSkipListSet<>();
    private final Set<String> held = new ConcurrentSkipListSet<>();

    @Test
    void noRouteIsHarmedByThem() throws Exception {
        house.ours();
        System.out.println("Malformed requests: seed " + seed + ", " + PER_ROUTE + " for each route");
        String show = people.show(400, 600);
        String own = people.as("organiser", organiser)
                .post("/api/v1/shows", Map.of("name", "Own", "startsAt", "2031-01-01T20:00:00Z", "totalSeats", 4))
                .text("/id");
        people.show(1, 600);
        Map<String, String> complaints = new TreeMap<>();
        int sent = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Map<String, String>>> calls = new ArrayList<>();
            for (Operation operation : Contract.get().operations()) {
                Map<String, String> ids = ids(operation, show, own);
                new MalformedRequests(
                                operation,
                                token(operation),
                                ids,
                                seed ^ operation.toString().hashCode())
                        .make(PER_ROUTE)
                        .forEach(request -> calls.add(() -> complaints(operation, request)));
            }
            sent = calls.size();
            for (Future<Map<String, String>> call : threads.invokeAll(calls)) {
                complaints.putAll(call.get());
            }
        }

        System.out.println(sent + " malformed requests, " + complaints.size() + " kinds of complaints");
        assertThat(complaints).as("seed %d", seed).isEmpty();
        assertThat(count("show", "SELECT count(*) FROM shows WHERE organiser_id = ?", organiser))
                .isEqualTo(published.size() + 1);
        assertThat(count("booking", "SELECT count(*) FROM bookings WHERE customer_id = ?", customer))
                .isEqualTo(held.size());
        people.assertThatTheBooksAgree();
    }

    /** What changes something for good gets ids of nothing. */
    private static Map<String, String> ids(Operation operation, String show, String own) {
        String nothing = "0NV5Y2K4H8G1M";
        return switch (operation.toString()) {
            case "PATCH /api/v1/shows/{id}" -> Map.of("id", own);
            case "POST /api/v1/shows/{id}/cancel" -> Map.of("id", nothing);
            default ->
                operation.template().startsWith("/api/v1/bookings/")
                        ? Map.of("id", show + "-" + nothing)
                        : Map.of("id", operation.template().contains("notifications") ? "9" : show, "showId", show);
        };
    }

    private @Nullable String token(Operation operation) {
        if (operation.template().contains("notifications")) {
            return people.as("admin", "root").token();
        }
        return people.as(
                        operation.template().matches("/api/v1/shows(/\\{id}(/cancel)?)?") ? "organiser" : "customer",
                        operation.template().matches("/api/v1/shows(/\\{id}(/cancel)?)?") ? organiser : customer)
                .token();
    }

    /** What is wrong with the answer, in words that are the same for the same kind of wrong, and an example. */
    private Map<String, String> complaints(Operation operation, RawRequest request) {
        Exchange call;
        try {
            call = request.send(house.gateway().base());
        } catch (IOException | IllegalStateException e) {
            return Map.of(operation + ": " + e.getMessage(), request.toString());
        }
        if (call.status() == 201) {
            (operation.template().equals("/api/v1/shows") ? published : held)
                    .add(call.header("Location").orElse(""));
        }
        List<String> complaints = new ArrayList<>();
        if (call.status() >= 500
                && !(call.status() == 503 && call.header("Retry-After").isPresent())) {
            complaints.add("" + call.status());
        }
        if (call.status() >= 400) {
            complaints.addAll(Contract.get().violations(call));
        }
        return complaints.stream()
                .collect(Collectors.toMap(
                        complaint -> operation + ": " + complaint.replace(call.path(), "..."),
                        complaint -> request + "\n  answered " + call.body(),
                        (one, other) -> one));
    }

    private int count(String database, String sql, String who) throws SQLException {
        try (Connection books = house.database(database);
                PreparedStatement statement = books.prepareStatement(sql)) {
            statement.setString(1, who);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
