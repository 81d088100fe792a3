package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.acceptance.Contract.Exchange;
import io.boxoffice.acceptance.Contract.Operation;
import io.boxoffice.acceptance.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Requests that are wrong in many ways do no harm on any route: no answer says that we failed, every answer is one that
 * the operation describes, and only what was answered with success is in the books.
 */
class MalformedRequestsTest {

    private static final int PER_ROUTE = Boolean.getBoolean("soak") ? 2_000 : 300;
    private static final int AT_ONCE = 8;

    private final House house = House.open();
    private final People people = new People(house);
    private final long seed = Long.getLong("boxoffice.seed", System.nanoTime());
    private final String customer = people.somebody();
    private final String organiser = people.somebody();
    private final String partner = people.somebody();
    private final Set<String> published = new ConcurrentSkipListSet<>();
    private final Set<String> held = new ConcurrentSkipListSet<>();
    private final AtomicInteger joined = new AtomicInteger();
    private final Set<String> versions = new ConcurrentSkipListSet<>();
    private final Set<String> revoked = new ConcurrentSkipListSet<>();
    private final AtomicInteger resent = new AtomicInteger();

    @Test
    void noRouteIsHarmedByThem() throws Exception {
        house.ours();
        System.out.println("Malformed requests: seed " + seed + ", " + PER_ROUTE + " for each route");
        String show = people.show(400, 600);
        Answer created = people.as("organiser", organiser)
                .post("/api/v1/shows", Map.of("name", "Own", "startsAt", "2031-01-01T20:00:00Z", "totalSeats", 4));
        String own = created.text("/id");
        versions.add(Objects.requireNonNull(created.etag()));
        people.show(1, 600);
        String mail = sentMail(show);
        int revocations = house.revocations();
        Map<String, String> complaints = new TreeMap<>();
        int sent = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Map<String, String>>> calls = new ArrayList<>();
            for (Operation operation : Contract.get().operations()) {
                Map<String, String> ids = ids(operation, show, own, mail);
                for (List<String> caller : callers(operation)) {
                    new MalformedRequests(operation, caller, ids, seed ^ (operation + " " + caller.size()).hashCode())
                            .make(PER_ROUTE)
                            .forEach(request -> calls.add(() -> complaints(operation, request)));
                }
            }
            sent = calls.size();
            for (Future<Map<String, String>> call : threads.invokeAll(calls)) {
                complaints.putAll(call.get());
            }
        }

        System.out.println(sent + " malformed requests, " + complaints.size() + " kinds of complaints");
        assertThat(complaints).as("seed %d", seed).isEmpty();
        assertThatNothingElseIsWritten(mail);
        assertThat(house.revocations() - revocations).isEqualTo(revoked.size());
        people.assertThatTheBooksAgree();
    }

    /** The number of a mail that may be sent again. */
    private String sentMail(String show) {
        String reader = people.somebody();
        String booking = people.held(reader, show, List.of(400));
        people.confirm(reader, booking);
        people.awaitMail(reader, booking);
        return people.as("admin", "root")
                .get("/api/v1/notifications?bookingId=" + booking)
                .text("/0/id");
    }

    private void assertThatNothingElseIsWritten(String mail) throws SQLException {
        String theirs = " WHERE customer_id = ? OR starts_with(customer_id, ?)";
        String clients = "client:partner-" + partner + ":";
        assertThat(number("show", "SELECT count(*) FROM shows WHERE organiser_id = ?", organiser))
                .isEqualTo(published.size() + 1);
        assertThat(number("show", "SELECT max(version) FROM shows WHERE organiser_id = ?", organiser))
                .isEqualTo(versions.size());
        assertThat(number("booking", "SELECT count(*) FROM bookings" + theirs, customer, clients))
                .isEqualTo(held.size());
        assertThat(number("booking", "SELECT count(*) FROM waiting_list" + theirs, customer, clients))
                .isEqualTo(joined.get());
        String sameBooking = " WHERE booking_id = (SELECT booking_id FROM deliveries WHERE id = ?::bigint)";
        assertThat(number("notification", "SELECT count(*) FROM deliveries" + sameBooking, mail))
                .isEqualTo(resent.get() + 1);
    }

    /** What changes something for good gets ids of nothing. */
    private static Map<String, String> ids(Operation operation, String show, String own, String mail) {
        String nothing = "0NV5Y2K4H8G1M";
        return switch (operation.toString()) {
            case "PATCH /api/v1/shows/{id}" -> Map.of("id", own);
            case "POST /api/v1/shows/{id}/cancel" -> Map.of("id", nothing);
            default ->
                operation.template().startsWith("/api/v1/bookings/")
                        ? Map.of("id", show + "-" + nothing)
                        : Map.of("id", operation.template().contains("notifications") ? mail : show, "showId", show);
        };
    }

    /** Headers of those who may call the operation: of a person, and of an API client where it may. */
    private List<List<String>> callers(Operation operation) {
        String path = operation.template();
        if (path.contains("notifications") || path.contains("revocations")) {
            return List.of(bearer(people.as("admin", "root").token()));
        }
        if (path.matches("/api/v1/shows(/\\{id}(/cancel)?)?")) {
            return List.of(bearer(people.as("organiser", organiser).token()));
        }
        List<String> person = bearer(people.customer(customer).token());
        if (!path.startsWith("/api/v1/bookings") && !path.endsWith("/waiting-list")) {
            return List.of(person);
        }
        List<String> client = new ArrayList<>(bearer(house.strangeTokens().partner(partner)));
        client.add("On-Behalf-Of: \"4711\";email=\"anna@customers.example\"");
        return List.of(person, client);
    }

    private static List<String> bearer(@Nullable String token) {
        return List.of("Authorization: Bearer " + token);
    }

    /** What is wrong with the answer, in words that are the same for the same kind of wrong, and an example. */
    private Map<String, String> complaints(Operation operation, RawRequest request) {
        Exchange call;
        try {
            call = request.send(house.gateway().base());
        } catch (IOException | IllegalStateException e) {
            return Map.of(operation + ": " + e.getMessage(), request.toString());
        }
        note(operation, request, call);
        List<String> complaints = new ArrayList<>();
        if (call.status() >= 500
                && !(call.status() == 503 && call.header("Retry-After").isPresent())) {
            complaints.add("" + call.status());
        }
        Contract.get().violations(call).stream()
                .filter(violation -> !isHarmless(operation, violation))
                .forEach(complaints::add);
        return complaints.stream()
                .collect(Collectors.toMap(
                        complaint -> operation + ": " + complaint.replace(call.path(), "..."),
                        complaint -> request + "\n  answered " + call.body(),
                        (one, other) -> one));
    }

    /** Parameters and bodies that nobody looks at, methods such as HEAD, and null for what may be absent. */
    private static boolean isHarmless(Operation operation, String violation) {
        return violation.contains("the parameter is not described")
                || violation.contains("no such operation is described")
                || violation.contains(": null found, ")
                || (violation.contains("a request of this type is not described")
                        && !Contract.get().document().at(operation.pointer()).has("requestBody"));
    }

    /** Keeps what was answered with success. */
    private void note(Operation operation, RawRequest request, Exchange call) {
        if (call.status() == 204 && operation.template().endsWith("/revocations")) {
            revoked.add(id(request.body()));
        } else if (call.status() == 202 && operation.template().endsWith("/resend")) {
            resent.incrementAndGet();
        } else if (call.status() == 201 && operation.template().endsWith("/waiting-list")) {
            joined.incrementAndGet();
        } else if (call.status() == 204 && call.method().equals("DELETE")) {
            joined.decrementAndGet();
        } else if (call.status() == 201) {
            (operation.template().equals("/api/v1/shows") ? published : held)
                    .add(call.header("Location").orElse(""));
        } else if (call.status() == 200 && call.method().equals("PATCH")) {
            versions.add(call.header("ETag").orElse(""));
        }
    }

    private static String id(byte[] json) {
        try {
            return new ObjectMapper().readTree(json).path("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int number(String database, String sql, String... who) throws SQLException {
        try (Connection books = house.database(database);
                PreparedStatement statement = books.prepareStatement(sql)) {
            for (int i = 0; i < who.length; i++) {
                statement.setString(i + 1, who[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
