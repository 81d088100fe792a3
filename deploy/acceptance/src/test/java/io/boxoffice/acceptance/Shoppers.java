package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Contract.Exchange;
import io.boxoffice.backends.Tokens;
import io.boxoffice.history.Books;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.history.Violation;
import io.boxoffice.standalone.BoxOfficeSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who look, buy and look again, some of whom let their hold lapse. What they were not answered, or did not find
 * again at once, is a failure.
 */
final class Shoppers {

    private static final int PEOPLE = 5;
    private static final int SEATS_OF_A_SHOW = 5_000;
    private static final int SHOWS = Boolean.getBoolean("soak") ? 40 : 4;

    /** One in so many buys nothing in the end. */
    private static final int LAPSING = 10;

    private static final int SHORTEST_HOLD_SECONDS = 10;

    /** Between two purchases, so that processes that start have the processors for it; none with {@code -Dsoak}. */
    private static final long PAUSE_MILLIS = Boolean.getBoolean("soak") ? 1 : 200;

    private static final int LAST_CALL_SECONDS = 60;

    private final URI gateway;
    private final Tokens tokens;
    private final String admin;
    private final List<String> shows = new ArrayList<>();
    private final String lapsing;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(PEOPLE);
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger purchases = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicInteger lapsed = new AtomicInteger();
    private final History history = new History();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    Shoppers(BoxOfficeSystem system) {
        gateway = system.gateway();
        tokens = new Tokens(system.issuerUrl());
        admin = tokens.admin("root");
        for (int i = 0; i < SHOWS; i++) {
            shows.add(show(120));
        }
        lapsing = show(SHORTEST_HOLD_SECONDS);
    }

    private String show(int holdSeconds) {
        Gateway olga = new Gateway(gateway, tokens.organiser("olga"));
        String show = olga.post(
                        "/api/v1/shows",
                        Map.of(
                                "name",
                                "Macbeth",
                                "startsAt",
                                People.inAMonth().toString(),
                                "holdSeconds",
                                holdSeconds,
                                "sections",
                                List.of(Map.of(
                                        "name",
                                        "Stalls",
                                        "rows",
                                        50,
                                        "seatsPerRow",
                                        SEATS_OF_A_SHOW / 50,
                                        "price",
                                        "45.00"))))
                .text("/id");
        await().atMost(People.PATIENCE)
                .until(() -> olga.get("/api/v1/shows/" + show + "/seats").status() == 200);
        return show;
    }

    void start() {
        for (int i = 0; i < PEOPLE; i++) {
            running.add(threads.scheduleWithFixedDelay(
                    () -> shop(purchases.getAndIncrement()), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** Lets everybody finish and tells how it was; nothing may have failed. */
    void stop(String name) throws InterruptedException {
        assertThat(running).as("people who still shop").noneMatch(Future::isDone);
        threads.shutdown();
        assertThat(threads.awaitTermination(LAST_CALL_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        System.out.printf(
                "FIGURE %s %d answers, %d failed, %d bookings confirmed, %d left to lapse%n",
                name, answers.get(), failures.size(), confirmed.get(), lapsed.get());
        assertThat(failures).isEmpty();
        assertThat(confirmed.get()).isGreaterThan(20);
    }

    List<Violation> brokenPromises(Books books) {
        return history.check(books);
    }

    int answers() {
        return answers.get();
    }

    int confirmed() {
        return confirmed.get();
    }

    int lapsed() {
        return lapsed.get();
    }

    private void shop(int purchase) {
        String token = tokens.customer("shopper-" + System.identityHashCode(this) + "-" + purchase);
        if (purchase % LAPSING == 0) {
            // places that lapsed long ago are there again
            if (!hold(token, lapsing, purchase / LAPSING % SEATS_OF_A_SHOW).isEmpty()) {
                lapsed.incrementAndGet();
            }
            return;
        }
        String show = shows.get(purchase / SEATS_OF_A_SHOW);
        call(token, "GET", "/api/v1/shows/" + show, "");
        String id = hold(token, show, purchase % SEATS_OF_A_SHOW);
        Call confirmation = history.confirm(id);
        if (call(token, "POST", "/api/v1/bookings/" + id + "/confirm", "").contains("CONFIRMED")) {
            confirmation.done();
            confirmed.incrementAndGet();
            String mine = call(token, "GET", "/api/v1/bookings", "");
            if (!mine.contains(id) || !mine.contains("CONFIRMED")) {
                failures.add("just booked and not in the list: " + id + " in " + mine);
            }
            call(admin, "GET", "/api/v1/notifications?bookingId=" + id, "");
        }
    }

    /** The booking's id; empty if there is none. */
    private String hold(String token, String show, int place) {
        List<Integer> seats = List.of(place + 1);
        Call wish = history.hold(show, seats);
        String held =
                call(token, "POST", "/api/v1/bookings", "{\"showId\":\"%s\",\"seats\":%s}".formatted(show, seats));
        String id = field(held, "id");
        if (!id.isEmpty()) {
            wish.held(id, seats, Instant.parse(field(held, "expiresAt")));
        }
        return id;
    }

    private static String field(String json, String name) {
        return json.replaceAll("(?s).*?\"" + name + "\":\"([^\"]+)\".*", "$1");
    }

    /** On a connection of its own: the gateway's workers, which are replaced at each step, close idle ones. */
    private String call(String token, String method, String path, String body) {
        answers.incrementAndGet();
        RawRequest request = new RawRequest(
                method,
                path,
                List.of("Authorization: Bearer " + token, "Content-Type: application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        try {
            Exchange answer = request.send(gateway);
            if (answer.status() < 300) {
                return answer.body();
            }
            failures.add(method + " " + path + ": " + answer.status() + " " + answer.body());
        } catch (IOException | IllegalStateException e) {
            failures.add(method + " " + path + ": " + e);
        }
        return "";
    }
}
