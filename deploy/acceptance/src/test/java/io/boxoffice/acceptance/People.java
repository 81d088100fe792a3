package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Mail;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.history.Ledger;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What organisers and customers do, in the words of the tests. */
final class People {

    /** Long enough for a busy machine; goals are told as figures. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final House house;
    private final History history = new History();

    /** What was asked for to be served later, by the address of the booking. */
    private final Map<String, Call> requests = new ConcurrentHashMap<>();

    People(House house) {
        this.house = house;
    }

    /** A customer nobody has seen before. */
    String somebody() {
        return "guest-" + Instant.now().getEpochSecond() + "-" + NAMES.incrementAndGet();
    }

    Gateway as(String role, String name) {
        String token = TOKENS.computeIfAbsent(
                house.gateway().base() + " " + role + " " + name,
                who -> house.tokens().of(role, name));
        return house.gateway().with(token);
    }

    Gateway customer(String name) {
        return as("customer", name);
    }

    /** Publishes a show with one section of numbered seats and waits until they can be booked. */
    String show(int seats, int holdSeconds) {
        return show(Map.of(
                "name",
                "Hamlet",
                "venue",
                "Globe",
                "startsAt",
                inAMonth().toString(),
                "holdSeconds",
                holdSeconds,
                "sections",
                List.of(Map.of("name", "Stalls", "rows", 1, "seatsPerRow", seats, "price", "45.00"))));
    }

    /** Publishes a show and waits until its seats can be booked. */
    String show(Map<String, Object> show) {
        Answer created = as("organiser", "olga").post("/api/v1/shows", show);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        String id = created.text("/id");
        await().atMost(PATIENCE)
                .until(() ->
                        house.gateway().get("/api/v1/shows/" + id + "/seats").status() == 200);
        return id;
    }

    Answer hold(String customer, String show, List<Integer> seats) {
        return hold(customer, show, seats, Map.of("showId", show, "seats", seats));
    }

    /** Asks for seats in another way than by their numbers. */
    Answer holdSome(String customer, String show, Map<String, Object> wish) {
        Map<String, Object> request = new HashMap<>(wish);
        request.put("showId", show);
        return hold(customer, show, List.of(), request);
    }

    /** Holds a seat under a key, so that asking again is the same request. */
    Answer hold(String customer, String show, int seat, String key) {
        String wish = "{\"showId\":\"%s\",\"seats\":[%d]}".formatted(show, seat);
        return hold(
                show,
                List.of(seat),
                () -> customer(customer).send("POST", "/api/v1/bookings", wish, "Idempotency-Key", key));
    }

    private Answer hold(String customer, String show, List<Integer> seats, Map<String, Object> request) {
        return hold(show, seats, () -> customer(customer).post("/api/v1/bookings", request));
    }

    private Answer hold(String show, List<Integer> seats, Supplier<Answer> request) {
        Call call = history.hold(show, seats);
        Answer answer = request.get();
        if (answer.status() == 201) {
            told(call, answer.body());
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    private static void told(Call call, JsonNode booking) {
        List<Integer> seats = new ArrayList<>();
        booking.at("/seats").forEach(place -> seats.add(place.path("seat").asInt()));
        call.held(
                booking.at("/id").asText(),
                seats,
                Instant.parse(booking.at("/expiresAt").asText()));
    }

    /** Asks for seats, to be served later. */
    Answer request(String customer, String show, List<Integer> seats) {
        Call call = history.hold(show, seats);
        Answer answer = customer(customer).postAsync("/api/v1/bookings", Map.of("showId", show, "seats", seats));
        if (answer.status() == 202) {
            requests.put(String.valueOf(answer.location()), call);
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    /** Waits until a request was served; the booking. */
    JsonNode awaitServed(String customer, String location) {
        JsonNode booking = await().atMost(PATIENCE.multipliedBy(2))
                .until(
                        () -> customer(customer).get(location),
                        answer -> answer.status() == 200
                                && !answer.text("/status").equals("REQUESTED"))
                .body();
        Call call = requests.get(location);
        if (call != null && booking.at("/status").asText().equals("PENDING")) {
            told(call, booking);
        }
        return booking;
    }

    /** Holds and expects to get it; the booking's id. */
    String held(String customer, String show, List<Integer> seats) {
        Answer answer = hold(customer, show, seats);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.text("/id");
    }

    Answer confirm(String customer, String booking) {
        return decide(customer, booking, "confirm", history.confirm(booking));
    }

    /** Releases a hold, declines an offer, or gives back what was paid for. */
    Answer cancel(String customer, String booking) {
        return decide(customer, booking, "cancel", history.release(booking));
    }

    private Answer decide(String customer, String booking, String decision, Call call) {
        Answer answer = customer(customer).post("/api/v1/bookings/" + booking + "/" + decision);
        if (answer.status() == 200) {
            call.done();
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    /** Calls the show off. */
    void cancelShow(String show) {
        Call call = history.cancelShow(show);
        Answer answer = as("organiser", "olga").post("/api/v1/shows/" + show + "/cancel");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        call.done();
    }

    /** Lets the show begin at another time. */
    void moveShow(String show, Instant startsAt) {
        String path = "/api/v1/shows/" + show;
        String version = String.valueOf(house.gateway().get(path).etag());
        String change = "{\"startsAt\":\"%s\"}".formatted(startsAt);
        Answer answer = as("organiser", "olga").send("PATCH", path, change, "If-Match", version);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    /** Joins the waiting list. */
    Answer join(String customer, String show, Map<String, Object> wish) {
        return customer(customer).post(waitingList(show), wish);
    }

    /** How somebody stands with the waiting list. */
    Answer standing(String customer, String show) {
        return customer(customer).get(waitingList(show));
    }

    Answer leave(String customer, String show) {
        return customer(customer).send("DELETE", waitingList(show), null);
    }

    /** Waits for an offer; the booking's id. */
    String awaitOffer(String customer, String show) {
        String id = await().atMost(PATIENCE)
                .until(
                        () -> standing(customer, show),
                        answer -> answer.text("/state").equals("OFFERED"))
                .text("/bookingId");
        offered(customer, show, id);
        return id;
    }

    /** Reads the offer; from then on its seats are the customer's until its deadline. */
    void offered(String customer, String show, String id) {
        Call call = history.hold(show, List.of());
        Answer answer = customer(customer).get("/api/v1/bookings/" + id);
        if (answer.status() == 200 && answer.text("/status").equals("PENDING")) {
            told(call, answer.body());
        }
    }

    private static String waitingList(String show) {
        return "/api/v1/shows/" + show + "/waiting-list";
    }

    /**
     * No seat was sold twice to these people, none of their bookings is lost, and none of anybody's seats is stuck; of a
     * house that others run, only its own audit knows.
     */
    void assertThatTheBooksAgree() {
        if (!house.isOurs()) {
            System.err.println("SKIPPED: nobody compares the books of somebody else's house here.");
            return;
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Connection books = house.database("booking")) {
                assertThat(history.check(Ledger.read(books))).isEmpty();
            }
        });
    }

    JsonNode booking(String customer, String booking) {
        return customer(customer).get("/api/v1/bookings/" + booking).body();
    }

    /** The mails that reached a customer, newest first. */
    List<Mail> mails(String customer) {
        return house.mailbox().mailsTo(address(customer));
    }

    /** Waits for a mail to the customer whose subject contains the words. */
    Mail awaitMail(String customer, String words) {
        return await().atMost(PATIENCE)
                .until(
                        () -> mails(customer).stream()
                                .filter(mail -> (mail.subject() + mail.text()).contains(words))
                                .findFirst()
                                .orElse(null),
                        mail -> mail != null);
    }

    static String address(String customer) {
        return customer + "@customers.example";
    }

    static Instant inAMonth() {
        return Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Lets everybody act at the same time, as far as the machine allows. */
    static <T> List<T> atOnce(List<Callable<T>> actions) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(actions)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
