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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What organisers and customers do, in the words of the tests. */
final class People {

    /** Long enough for a busy machine; goals are told as figures. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final House house;
    private final History history = new History();

    People(House house) {
        this.house = house;
    }

    /** A customer nobody has seen before. */
    String somebody() {
        return "guest-" + Instant.now().getEpochSecond() + "-" + NAMES.incrementAndGet();
    }

    Gateway as(String role, String name) {
        String token =
                TOKENS.computeIfAbsent(role + " " + name, who -> house.tokens().of(role, name));
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
        Call call = history.hold(show, seats);
        Answer answer = customer(customer).post("/api/v1/bookings", Map.of("showId", show, "seats", seats));
        if (answer.status() == 201) {
            call.held(answer.text("/id"), seats, Instant.parse(answer.text("/expiresAt")));
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    /** Asks for seats, to be served later. */
    Answer request(String customer, String show, List<Integer> seats) {
        return customer(customer).postAsync("/api/v1/bookings", Map.of("showId", show, "seats", seats));
    }

    /** Waits until a request was served; the booking. */
    JsonNode awaitServed(String customer, String location) {
        return await().atMost(PATIENCE.multipliedBy(2))
                .until(
                        () -> customer(customer).get(location),
                        answer -> answer.status() == 200
                                && !answer.text("/status").equals("REQUESTED"))
                .body();
    }

    /** Holds and expects to get it; the booking's id. */
    String held(String customer, String show, List<Integer> seats) {
        Answer answer = hold(customer, show, seats);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.text("/id");
    }

    Answer confirm(String customer, String booking) {
        Call call = history.confirm(booking);
        Answer answer = customer(customer).post("/api/v1/bookings/" + booking + "/confirm");
        if (answer.status() == 200) {
            call.done();
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    /** No seat was sold twice to these people, none of their bookings is lost, and none of anybody's seats is stuck. */
    void assertThatTheBooksAgree() {
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
