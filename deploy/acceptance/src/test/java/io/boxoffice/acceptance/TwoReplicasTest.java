package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.history.LiveView;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one replica of the booking-service sells, the other one shows. */
@NeedsItsOwnHouse("needs two replicas")
class TwoReplicasTest {

    private static final int SEATS = 1_000;
    private static final int WATCHERS = 6;
    private static final int BUYERS = 3;
    private static final int DISCONNECTS = Boolean.getBoolean("soak") ? 200 : 12;
    private static final Duration SALE = Boolean.getBoolean("soak") ? Duration.ofSeconds(60) : Duration.ofSeconds(5);

    private static House house;
    private static People people;
    private static HttpClient http;

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeAll
    static void open() {
        house = House.withTwoBookingServices();
        people = new People(house);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void close() {
        http.shutdownNow();
        house.close();
    }

    @Test
    void aBookingIsSoonOnTheMapsOfBothReplicasAndWithAllWhoWatch() {
        String show = people.show(20, 120);
        try (LiveView first = watch("booking-service", show);
                LiveView second = watch("booking-service-2", show)) {
            for (int seat = 1; seat <= 5; seat++) {
                people.held(people.somebody(), show, List.of(seat));
                awaitHeld(show, seat, first, second);
            }
            house.killRedis();
            try {
                people.held(people.somebody(), show, List.of(6));
                awaitHeld(show, 6, first, second);
            } finally {
                house.startRedis();
            }
        }
    }

    private static void awaitHeld(String show, int seat, LiveView... views) {
        await().atMost(People.PATIENCE)
                .until(() -> Stream.of(views)
                                .allMatch(view -> view.seat(seat).status().equals("HELD"))
                        && replicas()
                                .map(replica -> house.behindTheGateway(replica).get("/api/v1/shows/" + show + "/seats"))
                                .allMatch(map -> map.text("/sections/0/seats/" + (seat - 1) + "/status")
                                        .equals("HELD")));
    }

    @Test
    void whoeverWatchesASaleHasTheDatabasesPictureInTheEndHoweverOftenTheyWereCutOff() throws Exception {
        long seed = System.nanoTime();
        System.out.println("Seed: " + seed);
        Random random = new Random(seed);
        String show = people.show(SEATS, 120);
        List<LiveView> views = new ArrayList<>();
        try (ExecutorService buyers = Executors.newFixedThreadPool(BUYERS)) {
            for (int i = 0; i < WATCHERS; i++) {
                views.add(LiveView.of(http, house.gateway().base(), show));
            }
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                long own = random.nextLong();
                running.add(buyers.submit(() -> trade(show, new Random(own))));
            }
            for (int i = 0; i < DISCONNECTS; i++) {
                int before = changes.get();
                await().pollDelay(SALE.dividedBy(DISCONNECTS)).until(() -> changes.get() > before);
                LiveView cut = views.get(random.nextInt(WATCHERS));
                cut.cut();
                cut.connect();
            }
            open.set(false);
            for (Future<?> buyer : running) {
                buyer.get();
            }
            Map<Integer, LiveView.Seat> truth = inDatabase(show);
            await().atMost(People.PATIENCE).until(() -> views.stream().allMatch(view -> view.agreesWith(truth)));
            assertThat(truth).hasSizeGreaterThan(10);
        } finally {
            open.set(false);
            views.forEach(LiveView::close);
        }
        System.out.printf(
                "FIGURE live %d changes, %d disconnects, %d watchers agree with the database%n",
                changes.get(), DISCONNECTS, WATCHERS);
        people.assertThatTheBooksAgree();
    }

    /** Holds seats that others may hold, and pays for some of them. */
    private void trade(String show, Random random) {
        while (open.get()) {
            String customer = people.somebody();
            int seat = 1 + random.nextInt(SEATS - 1);
            Answer held = people.hold(customer, show, List.of(seat, seat + 1));
            if (held.status() == 201) {
                changes.incrementAndGet();
                if (random.nextInt(4) == 0) {
                    people.confirm(customer, held.text("/id"));
                } else {
                    people.cancel(customer, held.text("/id"));
                }
                changes.incrementAndGet();
            }
        }
    }

    private static Map<Integer, LiveView.Seat> inDatabase(String show) throws SQLException {
        try (Connection books = house.database("booking")) {
            return LiveView.inDatabase(books, show);
        }
    }

    private static Stream<String> replicas() {
        return Stream.of("booking-service", "booking-service-2");
    }

    private static LiveView watch(String replica, String show) {
        return LiveView.of(http, house.behindTheGateway(replica).base(), show);
    }
}
