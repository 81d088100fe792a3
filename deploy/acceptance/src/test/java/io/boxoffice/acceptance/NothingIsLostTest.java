package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Twenty thousand events, while RabbitMQ is killed twice and each service on their way once. */
@EnabledIfSystemProperty(named = "soak", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = "boxoffice.against", matches = ".+", disabledReason = "kills processes")
class NothingIsLostTest {

    private static final int EVENTS = Integer.getInteger("soak.events", 20_000);
    private static final int SEATS_PER_ROW = 100;
    private static final int BOOKINGS_PER_CUSTOMER = 10;

    /** As many mails are under way when their service is killed. */
    private static final int WORKERS = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(8);

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
        int quarter = EVENTS / 4;
        sell(show, 1, quarter);
        house.killRabbit();
        sell(show, quarter + 1, 2 * quarter);
        house.startRabbit();
        sell(show, 2 * quarter + 1, 3 * quarter);
        house.kill("notification-service");
        house.start("notification-service");
        house.killRabbit();
        sell(show, 3 * quarter + 1, EVENTS);
        house.kill("booking-service");
        house.startRabbit();
        house.start("booking-service");
        long sold = System.nanoTime();

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
        long repeated =
                mails.counts().values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "FIGURE nothing-is-lost %d events: sold in %d s, told %d s later; 0 lost, %d mails came twice%n",
                EVENTS, seconds(sold - start), seconds(told - sold), repeated);
        assertThat(repeated).isLessThanOrEqualTo(WORKERS);
    }

    private void sell(String show, int firstSeat, int lastSeat) throws Exception {
        List<Callable<Integer>> customers = new ArrayList<>();
        for (int seat = firstSeat; seat <= lastSeat; seat += BOOKINGS_PER_CUSTOMER) {
            int first = seat;
            int last = Math.min(lastSeat, seat + BOOKINGS_PER_CUSTOMER - 1);
            customers.add(() -> {
                String customer = people.somebody();
                for (int own = first; own <= last; own++) {
                    String booking = people.held(customer, show, List.of(own));
                    assertThat(people.confirm(customer, booking).status()).isEqualTo(200);
                }
                return last - first + 1;
            });
        }
        assertThat(People.atOnce(customers).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(lastSeat - firstSeat + 1);
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
