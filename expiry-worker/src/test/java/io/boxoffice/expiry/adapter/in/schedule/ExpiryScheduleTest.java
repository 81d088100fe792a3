package io.boxoffice.expiry.adapter.in.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.expiry.StubBookingService;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "expiry"))
@QuarkusTestResource(StubBookingService.class)
class ExpiryScheduleTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Logger LOGGER = Logger.getLogger(ExpirySchedule.class.getName());

    private final Lines lines = new Lines();

    @Inject
    ExpirySchedule schedule;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void listen() {
        nothingIsDue();
        await().atMost(SOON).until(schedule::isAnswered);
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(lines);
        nothingIsDue();
    }

    @Test
    void asks_every_second_and_counts_what_was_expired() {
        double before = expired();
        int asked = StubBookingService.QUESTIONS.size();

        StubBookingService.answer(200, "{\"expired\": 3, \"more\": false}");

        await().atMost(SOON).until(() -> expired() >= before + 9);
        assertThat(StubBookingService.QUESTIONS.size()).isGreaterThan(asked + 2);
        assertThat(given().get("/q/metrics").asString())
                .contains("boxoffice_expired_total", "boxoffice_expiry_age_seconds");
        assertThat(health()).isEqualTo("UP");
    }

    @Test
    void grows_patient_while_booking_service_is_away_and_says_so_once() {
        StubBookingService.answer(503, "{}");
        await().atMost(SOON).until(() -> !schedule.isAnswered());
        int asked = StubBookingService.QUESTIONS.size();

        await().atMost(SOON).until(() -> StubBookingService.QUESTIONS.size() == asked + 2);
        long since = System.nanoTime();
        await().atMost(SOON).until(() -> StubBookingService.QUESTIONS.size() > asked + 2);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(health()).isEqualTo("DOWN");

        nothingIsDue();
        await().atMost(Duration.ofSeconds(30)).until(schedule::isAnswered);
        assertThat(health()).isEqualTo("UP");
        assertThat(lines.levels).containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void a_sweep_asks_however_often_others_have_failed() {
        StubBookingService.answer(503, "{}");
        await().atMost(SOON).until(() -> !schedule.isAnswered());
        StubBookingService.answer(200, "{\"expired\": 1, \"more\": false}");

        schedule.sweep();

        assertThat(schedule.isAnswered()).isTrue();
    }

    private static void nothingIsDue() {
        StubBookingService.answer(200, "{\"expired\": 0, \"more\": false}");
    }

    private double expired() {
        return metrics.get("boxoffice.expired").counter().count();
    }

    private static String health() {
        return given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .extract()
                .path("checks.find { it.name == 'expiry' }.data.booking-service");
    }

    private static final class Lines extends Handler {

        private final List<Level> levels = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                levels.add(Level.parse(Integer.toString(line.getLevel().intValue())));
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
