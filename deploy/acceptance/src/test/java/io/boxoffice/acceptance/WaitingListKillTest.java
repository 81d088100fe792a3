package io.boxoffice.acceptance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Places go to the next in line, whatever dies on the way and however many workers there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@NeedsItsOwnHouse("kills processes")
class WaitingListKillTest {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int KILLS = SOAK ? 20 : 3;

    /** Who come, at the least, while things die. */
    private static final int CUSTOMERS = SOAK ? 5_000 : 60;

    private static final int CROWD = SOAK ? 120 : 24;
    private static final int HOUSE = SOAK ? 500 : 50;
    private static final Duration LONG = Duration.ofMinutes(15);

    private static final List<Integer> WORKERS = List.of(5, 2);
    private static final int PLACES = 50;

    /** Every fourth of them declines, so that with the fifty places the first 66 are served. */
    private static final int IN_LINE = 70;

    private static final int DECLINES = 4;
    private static final int SERVED = 66;

    private static final String BROKER = "RabbitMQ";
    private static final String WORKER = "expiry-worker";
    private static final String ALL_WORKERS = "all expiry-workers";
    private static final List<String> VICTIMS = List.of(ALL_WORKERS, "booking-service", BROKER, WORKER);

    /**
     * The most seconds that a seat is kept while nothing is dead: two of patience, two until the next look, and before
     * that up to thirty of a worker that had asked in vain.
     */
    private static final long KEPT_AT_MOST = 45;

    /** A mail that offers places. */
    private static final Pattern TOLD = Pattern.compile("waiting-list\\.offered\\.([0-9A-Z]{13}-[0-9A-Z]{13})");

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Pattern OFFERS = Pattern.compile("(?m)^boxoffice_offers_total(?:\\{[^}]*})? (\\S+)$");

    private final MailCounter mails = new MailCounter();
    private final House house = House.withShortOffers("12s", WORKERS.getFirst(), mails.port());
    private final People people = new People(house);
    private int workers = WORKERS.getFirst();

    @BeforeAll
    void keepDiary() throws SQLException {
        Line.keepDiary(house);
    }

    @AfterAll
    void close() throws IOException {
        house.close();
        mails.close();
    }

    @Test
    @Order(1)
    void everySeatEndsWithWhoWasNextWhateverDiesOnTheWay() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> victims = victims(random);
        String what = "seed " + seed + ", killed " + victims;
        System.out.println("WaitingListKillTest " + what);
        long begin = System.nanoTime();
        String show = show(3, HOUSE);
        try (Line line = new Line(house, show)) {
            int served;
            try (Crowd crowd = new Crowd(people, show, CROWD, new SplittableRandom(seed))) {
                await().atMost(People.PATIENCE).until(() -> line.offers() > 0);
                int first = crowd.served();
                int[] moments =
                        random.ints(KILLS, first, first + CUSTOMERS).sorted().toArray();
                for (int i = 0; i < KILLS; i++) {
                    int moment = moments[i];
                    await().atMost(LONG).until(() -> crowd.served() >= moment);
                    kill(victims.get(i));
                    rest(random.nextInt(1_500));
                    start(victims.get(i));
                    line.noteThatAllAreAlive();
                }
                long offers = line.offers();
                await().atMost(LONG).until(() -> crowd.served() >= first + CUSTOMERS && line.offers() > offers);
                crowd.settle();
                await().atMost(People.PATIENCE.multipliedBy(2)).until(() -> line.booked() == HOUSE);
                served = crowd.served();
            }
            System.out.printf(
                    "FIGURE waiting-list-kills seed %d: %d kills %s, %d customers, %d joined, %d offers,"
                            + " seats kept for %d s at the most, %.0f s%n",
                    seed,
                    KILLS,
                    victims.stream().collect(groupingBy(victim -> victim, TreeMap::new, counting())),
                    served,
                    line.joined().size(),
                    line.offers(),
                    line.longestKept(),
                    (System.nanoTime() - begin) / 1e9);
            everythingFollowedTheRule(line, HOUSE, what);
        }
    }

    /** Each kind of victim once, then whoever it happens to be. */
    private static List<String> victims(Random random) {
        List<String> victims = new ArrayList<>(VICTIMS.subList(0, 3));
        Collections.shuffle(victims, random);
        while (victims.size() < KILLS) {
            victims.add(VICTIMS.get(random.nextInt(VICTIMS.size())));
        }
        return victims;
    }

    private void kill(String victim) {
        switch (victim) {
            case BROKER -> house.killRabbit();
            case ALL_WORKERS -> workers().forEach(house::kill);
            default -> house.kill(victim);
        }
    }

    private void start(String victim) {
        switch (victim) {
            case BROKER -> house.startRabbit();
            case ALL_WORKERS -> workers().parallel().forEach(house::start);
            default -> house.start(victim);
        }
    }

    private Stream<String> workers() {
        return IntStream.rangeClosed(1, workers).mapToObj(number -> number == 1 ? WORKER : WORKER + "-" + number);
    }

    @Test
    @Order(2)
    void anyNumberOfWorkersMakesTheSameOffersOnce() throws Exception {
        for (int some : WORKERS) {
            List<String> all = workers().toList();
            all.subList(some, all.size()).forEach(house::kill);
            workers = some;
            String show = show(10, PLACES);
            List<String> customers =
                    Stream.generate(people::somebody).limit(IN_LINE).toList();
            customers.forEach(people::customer);
            List<Callable<Boolean>> actions = new ArrayList<>(givingBack(show));
            List<String> inLine = joined(show, customers);
            AtomicInteger sold = new AtomicInteger();
            IntStream.range(0, IN_LINE).forEach(i -> actions.add(() -> takes(inLine.get(i), show, i, sold)));
            double before = offersOfWorkers();
            long begin = System.nanoTime();
            People.atOnce(actions);
            System.out.printf(
                    "FIGURE waiting-list-workers %d workers: %d offers in %.1f s%n",
                    some, SERVED, (System.nanoTime() - begin) / 1e9);

            try (Line line = new Line(house, show)) {
                assertThat(line.offered().keySet()).containsExactlyElementsOf(inLine.subList(0, SERVED));
                assertThat(line.offers()).isEqualTo(SERVED);
                everythingFollowedTheRule(line, PLACES, some + " workers");
            }
            await().atMost(People.PATIENCE).until(() -> offersOfWorkers() - before == SERVED);
        }
    }

    /** All places are with somebody who pays and gives back, or lets go, or will never be heard of again. */
    private List<Callable<Boolean>> givingBack(String show) {
        List<Callable<Boolean>> actions = new ArrayList<>();
        for (int pair = 0; pair < PLACES / 2; pair++) {
            String customer = people.somebody();
            int seat = 2 * pair + 1;
            String booking = seat < numbered(PLACES)
                    ? people.held(customer, show, List.of(seat, seat + 1))
                    : people.holdSome(customer, show, Map.of("section", "Standing", "quantity", 2))
                            .text("/id");
            if (pair % 3 == 0) {
                assertThat(people.confirm(customer, booking).status()).isEqualTo(200);
            }
            if (pair % 3 < 2) {
                actions.add(() -> people.cancel(customer, booking).status() == 200);
            }
        }
        return actions;
    }

    /** Who joined, in the order of joining. */
    private List<String> joined(String show, List<String> customers) throws Exception {
        List<Callable<Integer>> joining = new ArrayList<>();
        customers.forEach(customer -> joining.add(
                () -> people.join(customer, show, Map.of("quantity", 1)).status()));
        assertThat(People.atOnce(joining)).containsOnly(201);
        try (Line line = new Line(house, show)) {
            return line.joined();
        }
    }

    /** Waits for an offer until all is sold, and takes or declines it. */
    private boolean takes(String customer, String show, int number, AtomicInteger sold) {
        Answer answer = await().atMost(People.PATIENCE)
                .until(
                        () -> people.standing(customer, show),
                        standing ->
                                sold.get() == PLACES || standing.text("/state").equals("OFFERED"));
        if (!answer.text("/state").equals("OFFERED")) {
            return false;
        }
        String offer = answer.text("/bookingId");
        people.offered(customer, show, offer);
        if (number % DECLINES == DECLINES - 1) {
            return people.cancel(customer, offer).status() == 200;
        }
        assertThat(people.confirm(customer, offer).status()).isEqualTo(200);
        return sold.incrementAndGet() > 0;
    }

    private double offersOfWorkers() {
        return workers()
                .mapToDouble(worker -> {
                    Matcher metric = OFFERS.matcher(house.scrape(worker));
                    return metric.find() ? Double.parseDouble(metric.group(1)) : 0;
                })
                .sum();
    }

    private void everythingFollowedTheRule(Line line, int places, String what) throws SQLException {
        assertThat(line.booked()).as(what).isEqualTo(places);
        assertThat(line.soldTwice()).as(what).isEmpty();
        assertThat(line.passedOver()).as(what).isEmpty();
        assertThat(line.offeredInVain()).as(what).isEmpty();
        assertThat(line.offeredFromSale()).as(what).isZero();
        assertThat(line.boughtFromLine()).as(what).isZero();
        assertThat(line.putOnSaleTooEarly()).as(what).isZero();
        assertThat(line.longestKept()).as(what).isLessThan(KEPT_AT_MOST);
        people.assertThatTheBooksAgree();
        await().atMost(LONG)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(untold(line)).as(what).isEmpty());
    }

    /**
     * Offers that no mail tells of, and not because they were answered or over before the mail could be sent, which the
     * delivery log says.
     */
    private Map<String, String> untold(Line line) throws SQLException {
        Map<String, String> untold = line.offered();
        untold.values()
                .removeAll(mails.counts().keySet().stream()
                        .flatMap(id -> TOLD.matcher(id).results())
                        .map(told -> told.group(1))
                        .collect(toSet()));
        untold.values().removeAll(superseded());
        return untold;
    }

    private Set<String> superseded() throws SQLException {
        try (Connection log = house.database("notification");
                Statement select = log.createStatement();
                ResultSet row = select.executeQuery("SELECT booking_id FROM deliveries"
                        + " WHERE kind = 'waiting-list.offered' AND status = 'SUPERSEDED'")) {
            Set<String> superseded = new HashSet<>();
            while (row.next()) {
                superseded.add(row.getString(1));
            }
            return superseded;
        }
    }

    private String show(int holdSeconds, int places) {
        return people.show(Map.of(
                "name",
                "Hamlet",
                "startsAt",
                People.inAMonth().toString(),
                "holdSeconds",
                holdSeconds,
                "sections",
                List.of(
                        Map.of("name", "Stalls", "rows", 4, "seatsPerRow", numbered(places) / 4, "price", "45.00"),
                        Map.of("name", "Standing", "capacity", places - numbered(places), "price", "15.00"))));
    }

    private static int numbered(int places) {
        return places * 4 / 5;
    }

    private static void rest(int millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
}
