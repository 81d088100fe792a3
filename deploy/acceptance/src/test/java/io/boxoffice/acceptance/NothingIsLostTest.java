package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Gateway.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Twenty thousand events, while RabbitMQ is killed twice and each service on their way once, in the middle of the sale. */
@EnabledIfSystemProperty(named = "soak", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NeedsItsOwnHouse("kills processes")
class NothingIsLostTest {

    private static final int EVENTS = Integer.getInteger("soak.events", 20_000);
    private static final int SEATS_PER_ROW = 100;
    private static final int BOOKINGS_PER_CUSTOMER = 10;

    /** As many mails are under way when their service is killed. */
    private static final int WORKERS = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

    /** Between one trouble and the next. */
    private static final int PARTS = 5;

    private final Semaphore onSale = new Semaphore(0);
    private int released;
    private final AtomicInteger sold = new AtomicInteger();
    private final MailCounter mails = new MailCounter();
    private final House house = House.withMailServer(mails.port());
    private final People people = new People(house);

    @AfterAll
    void close() throws IOException {
        house.close();
        mails.close();
    }

    @Test
    void everyEventHasItsEffectOnce() throws Exception {
        Map<String, Object> stalls = Map.of(
                "name", "Stalls", "rows", EVENTS / SEATS_PER_ROW, "seatsPerRow", SEATS_PER_ROW, "price", "45.00");
        String show = people.show(
                Map.of("name", "Hamlet", "startsAt", People.inAMonth().toString(), "sections", List.of(stalls)));
        long start = System.nanoTime();
        CompletableFuture<Void> trouble = CompletableFuture.runAsync(this::makeTrouble);
        sell(show);
        trouble.get(1, TimeUnit.MINUTES);
        long soldOut = System.nanoTime();

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> mails.counts().size() == EVENTS);
        long told = System.nanoTime();

        try (Connection booking = house.database("booking");
                Connection notification = house.database("notification")) {
            await().atMost(People.PATIENCE)
                    .until(() ->
                            count(notification, "SELECT count(*) FROM deliveries WHERE status = 'SENT'") == EVENTS);
            assertThat(count(booking, "SELECT count(*) FROM outbox")).isZero();
            assertThat(count(booking, "SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'"))
                    .isEqualTo(EVENTS);
            assertThat(count(notification, "SELECT count(*) FROM deliveries")).isEqualTo(EVENTS);
        }
        await().during(Duration.ofSeconds(10)).atMost(PATIENCE).until(() -> house.waitingMails() == 0);
        long repeated =
                mails.counts().values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "FIGURE nothing-is-lost %d events: sold in %d s, told %d s later; 0 lost, %d mails came twice%n",
                EVENTS, seconds(soldOut - start), seconds(told - soldOut), repeated);
        assertThat(repeated).isLessThanOrEqualTo(WORKERS);
        people.assertThatTheBooksAgree();
        MetricsTest.assertThatTheSeriesAreFew(house);
    }

    /** Kills in the middle of the sale, at moments that the seed decides. */
    private void makeTrouble() {
        System.out.printf("SEED nothing-is-lost %d (-Dsoak.seed)%n", SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        try {
            sellMore(random);
            house.killRabbit();
            sellMore(random);
            house.startRabbit();
            sellMore(random);
            house.kill("notification-service");
            house.start("notification-service");
            sellMore(random);
            house.killRabbit();
            sellMore(random);
            house.kill("booking-service");
            house.startRabbit();
            house.start("booking-service");
        } finally {
            onSale.release(EVENTS);
        }
    }

    /** Lets another part of the seats be sold; returns while that goes on. */
    private void sellMore(SplittableRandom random) {
        int part = EVENTS / PARTS;
        int moment = released + part / 10 + random.nextInt(part / 2);
        released += part;
        onSale.release(part);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> sold.get() >= moment);
        System.out.printf("    trouble after %d sales%n", sold.get());
        assertThat(sold).as("the sale is going on").hasValueLessThan(released);
    }

    private void sell(String show) throws Exception {
        List<Callable<Integer>> customers = new ArrayList<>();
        for (int seat = 1; seat <= EVENTS; seat += BOOKINGS_PER_CUSTOMER) {
            int first = seat;
            int last = Math.min(EVENTS, seat + BOOKINGS_PER_CUSTOMER - 1);
            customers.add(() -> {
                String customer = people.somebody();
                for (int own = first; own <= last; own++) {
                    buy(customer, show, own);
                }
                return last - first + 1;
            });
        }
        assertThat(People.atOnce(customers).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(EVENTS);
    }

    /** Who gets no answer asks again; the key makes sure that nobody holds two bookings of the same seat. */
    private void buy(String customer, String show, int seat) throws InterruptedException {
        onSale.acquire();
        Answer held = insist(() -> people.hold(customer, show, seat, customer + "-" + seat));
        assertThat(held.status()).as("%s", held).isEqualTo(201);
        Answer confirmed = insist(() -> people.confirm(customer, held.text("/id")));
        assertThat(confirmed.status()).as("%s", confirmed).isEqualTo(200);
        sold.incrementAndGet();
    }

    /** Until somebody is there to answer. */
    private static Answer insist(Supplier<Answer> call) {
        Answer first = call.get();
        return first.status() < 500
                ? first
                : await().atMost(People.PATIENCE.multipliedBy(2))
                        .pollInterval(Duration.ofMillis(200))
                        .until(call::get, answer -> answer.status() < 500);
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
