package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Mail;
import io.hypersistence.tsid.TSID;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes die without warning; what was acknowledged survives. */
@NeedsItsOwnHouse("kills processes")
class KillTest {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int ROUNDS = SOAK ? 10 : 1;
    private static final Duration BROKER_OUTAGE = Duration.ofSeconds(20);

    /** Of bookings that follow their show in one transaction. */
    private static final int MORE_THAN_A_BATCH = 220;

    private final House house = House.open();
    private final People people = new People(house);

    @AfterEach
    void nothingWasSoldTwiceLostOrStuck() {
        people.assertThatTheBooksAgree();
    }

    @Test
    void bookingServiceDiesWhileEverybodyBuys() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String show = people.show(100, 10);
            CountDownLatch underWay = new CountDownLatch(20);
            List<Callable<Boolean>> actions = new ArrayList<>();
            for (int buyer = 0; buyer < 40; buyer++) {
                int first = 1 + buyer % 20;
                actions.add(() -> buys(show, first, underWay));
            }
            actions.add(() -> {
                underWay.await();
                house.kill("booking-service");
                return false;
            });
            long sold = People.atOnce(actions).stream().filter(bought -> bought).count();
            System.out.printf("FIGURE sold-before-kill %d%n", sold);
            house.start("booking-service");
            people.assertThatTheBooksAgree();
        }
    }

    /** Buys one seat after the other, until nobody answers any more; whether anything was bought. */
    private boolean buys(String show, int first, CountDownLatch underWay) {
        String customer = people.somebody();
        boolean bought = false;
        for (int seat = first; seat <= 100; seat++) {
            Answer hold = people.hold(customer, show, List.of(seat));
            if (hold.status() >= 500) {
                return bought;
            }
            if (hold.status() == 201) {
                bought |= people.confirm(customer, hold.text("/id")).status() == 200;
            }
            underWay.countDown();
        }
        return bought;
    }

    @Test
    void bookingServiceDiesRightAfterItsAnswer() {
        for (int round = 0; round < ROUNDS; round++) {
            String show = people.show(10, 120);
            Map<String, String> bookings = confirmed(show, 1, 3);
            house.kill("booking-service");
            house.start("booking-service");

            everybodyHasTheTicket(bookings);
            bookings.forEach((customer, booking) -> assertThat(
                            people.booking(customer, booking).at("/status").asText())
                    .isEqualTo("CONFIRMED"));
        }
    }

    @Test
    void aHoldSurvivesTheDeathOfBookingService() {
        String show = people.show(10, 120);
        String anna = people.somebody();
        String booking = people.held(anna, show, List.of(1, 2));
        house.kill("booking-service");
        house.start("booking-service");

        assertThat(people.hold(people.somebody(), show, List.of(2)).problem()).isEqualTo("seats-taken");
        assertThat(people.confirm(anna, booking).status()).isEqualTo(200);
        people.awaitMail(anna, booking);
    }

    @Test
    void bookingServiceDiesWhileRequestsAreUnderWay() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String show = people.show(25, 120);
            Map<String, Integer> wishes = new LinkedHashMap<>();
            Map<String, String> locations = new ConcurrentHashMap<>();
            for (int i = 0; i < 50; i++) {
                wishes.put(people.somebody(), 1 + i % 25);
            }
            wishes.keySet().forEach(people::customer);
            List<Callable<Integer>> requests = new ArrayList<>();
            wishes.forEach((customer, seat) -> requests.add(() -> {
                Answer answer = people.request(customer, show, List.of(seat));
                if (answer.location() != null) {
                    locations.put(customer, answer.location());
                }
                return answer.status();
            }));
            assertThat(People.atOnce(requests)).containsOnly(202);
            house.kill("booking-service");
            house.start("booking-service");

            Map<Integer, Integer> holders = new HashMap<>();
            locations.forEach((customer, location) -> {
                JsonNode booking = people.awaitServed(customer, location);
                if (booking.at("/status").asText().equals("PENDING")) {
                    holders.merge(wishes.getOrDefault(customer, 0), 1, Integer::sum);
                } else {
                    assertThat(booking.at("/reason").asText()).isEqualTo("SEATS_TAKEN");
                }
            });
            assertThat(holders)
                    .hasSize(25)
                    .allSatisfy((seat, times) ->
                            assertThat(times).as("seat %d", seat).isEqualTo(1));
        }
    }

    /** The offer's row is locked, so that the cancellation stands still before its last batch. */
    @Test
    void bookingServiceDiesInTheMiddleOfTheCancellationOfAShow() throws SQLException {
        String show = people.show(MORE_THAN_A_BATCH, 120);
        Map<String, String> bookings = confirmed(show, 1, MORE_THAN_A_BATCH);
        String offered = people.somebody();
        String waiting = people.somebody();
        assertThat(people.join(offered, show, Map.of("quantity", 1)).status()).isEqualTo(201);
        assertThat(people.join(waiting, show, Map.of("quantity", 1)).status()).isEqualTo(201);
        String giver = bookings.keySet().iterator().next();
        people.cancel(giver, Objects.requireNonNull(bookings.remove(giver)));
        String offer = people.awaitOffer(offered, show);

        long left;
        try (Connection books = house.database("booking")) {
            String live = "FROM bookings WHERE status IN ('PENDING', 'CONFIRMED') AND show_id = "
                    + TSID.from(show).toLong();
            books.setAutoCommit(false);
            read(books, "SELECT booking_id " + live + " AND offer FOR UPDATE");
            people.cancelShow(show);
            await().atMost(People.PATIENCE).until(() -> read(books, "SELECT count(*) " + live) < MORE_THAN_A_BATCH);
            house.kill("booking-service");
            left = read(books, "SELECT count(*) " + live);
            books.rollback();
            house.start("booking-service");

            await().atMost(People.PATIENCE).until(() -> read(books, "SELECT count(*) " + live) == 0);
            assertThat(read(
                            books,
                            "SELECT count(*) FROM seats WHERE status <> 3 AND show_id = "
                                    + TSID.from(show).toLong()))
                    .isZero();
        }
        System.out.printf("FIGURE cancellation-kill %d of %d bookings left%n", left, MORE_THAN_A_BATCH);
        assertThat(left).isPositive();
        Map<String, String> told = new LinkedHashMap<>();
        bookings.forEach((customer, booking) -> told.put(customer, "show.cancelled." + booking));
        told.put(offered, "show.cancelled." + offer);
        told.put(waiting, "waiting-list.closed." + show);
        await().atMost(People.PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(told)
                        .allSatisfy((customer, mail) -> assertThat(people.mails(customer).stream()
                                        .map(Mail::messageId)
                                        .filter(id -> id.contains(mail))
                                        .distinct())
                                .hasSize(1)));
        assertThat(people.standing(offered, show).text("/state")).isEqualTo("CLOSED");
        assertThat(people.standing(waiting, show).text("/state")).isEqualTo("CLOSED");
    }

    /** The number that is asked for. */
    private static long read(Connection books, String sql) throws SQLException {
        try (Statement select = books.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void notificationServiceDiesWhileItSends() {
        for (int round = 0; round < ROUNDS; round++) {
            String show = people.show(30, 120);
            Map<String, String> bookings = confirmed(show, 1, 30);
            String first = bookings.keySet().iterator().next();
            await().atMost(People.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !people.mails(first).isEmpty());
            house.kill("notification-service");
            house.start("notification-service");

            everybodyHasTheTicket(bookings);
        }
    }

    @Test
    void rabbitMqDiesWhileAHundredBookingsAreConfirmed() {
        String show = people.show(100, 120);
        Map<String, String> bookings = confirmed(show, 1, 20);
        house.killRabbit();
        Instant back = Instant.now().plus(BROKER_OUTAGE);
        bookings.putAll(confirmed(show, 21, 100));
        Answer refused = people.request(people.somebody(), show, List.of(1));
        assertThat(refused.status()).as("%s", refused).isEqualTo(503);
        assertThat(refused.retryAfter()).isNotNull();
        await().atMost(BROKER_OUTAGE.plusSeconds(30)).until(() -> Instant.now().isAfter(back));
        house.startRabbit();

        everybodyHasTheTicket(bookings);
    }

    /** Confirms a booking of each seat, each for a customer of its own: customer to booking id. */
    private Map<String, String> confirmed(String show, int firstSeat, int lastSeat) {
        Map<String, String> bookings = new LinkedHashMap<>();
        for (int seat = firstSeat; seat <= lastSeat; seat++) {
            String customer = people.somebody();
            String booking = people.held(customer, show, List.of(seat));
            assertThat(people.confirm(customer, booking).status()).isEqualTo(200);
            bookings.put(customer, booking);
        }
        return bookings;
    }

    /** Twice is allowed, in the window of a crash, and then with the same Message-ID. */
    private void everybodyHasTheTicket(Map<String, String> bookings) {
        List<String> waiting = new ArrayList<>(bookings.keySet());
        await().atMost(People.PATIENCE.multipliedBy(2)).until(() -> {
            waiting.removeIf(customer -> !people.mails(customer).isEmpty());
            return waiting.isEmpty();
        });
        long doubles = 0;
        for (String customer : bookings.keySet()) {
            List<Mail> mails = people.mails(customer);
            doubles += mails.size() - 1;
            assertThat(mails.stream().map(Mail::messageId).distinct()).hasSize(1);
        }
        System.out.printf("FIGURE mails-after-kill %d customers, %d sent twice%n", bookings.size(), doubles);
    }
}
