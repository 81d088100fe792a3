package io.boxoffice.expiry.adapter.in.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.expiry.StubBookingService;
import io.boxoffice.expiry.application.WakeWaitingList;
import io.boxoffice.kernel.id.ShowId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However booking-service misbehaves, it is asked ever less often, metrics tell, and nothing is forgotten. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "expiry"))
@QuarkusTestResource(StubBookingService.class)
class UnreliableBookingServiceTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** With pauses of 1, 2 and 4 seconds, no more than four runs and as many offers begin in it. */
    private static final Duration WHILE = Duration.ofSeconds(6);

    private static final int MOST_RUNS = 4;

    @Inject
    ExpirySchedule expiries;

    @Inject
    WakeWaitingList wakeWaitingList;

    @Inject
    MeterRegistry metrics;

    private final ShowId show = ShowId.next();

    @BeforeEach
    @AfterEach
    void behave() {
        StubBookingService.answerAfter(Duration.ZERO);
        StubBookingService.answer(200, "{\"expired\": 0, \"more\": false}");
        StubBookingService.answerOffers(200, "{\"offers\": 0, \"more\": false}");
        await().atMost(Duration.ofMinutes(1)).until(() -> expiries.isAnswered() && lag() == 0);
    }

    @ParameterizedTest
    @CsvSource({"500, {}", "200, nonsense"})
    void what_is_no_answer_is_not_asked_for_in_a_loop(int status, String body) {
        StubBookingService.answer(status, body);
        StubBookingService.answerOffers(status, body);

        isAskedPatiently();
    }

    @Test
    void an_absent_service_is_not_asked_in_a_loop() {
        StubBookingService.beingAway(this::isAskedPatiently);
    }

    private void isAskedPatiently() {
        int runs = StubBookingService.QUESTIONS.size();
        double failedRuns = failed("expire-due");
        double failedOffers = failed("offer-returned-seats");
        wakeWaitingList.handle(show);
        await().pollDelay(WHILE).atMost(SOON).until(() -> !expiries.isAnswered());

        assertThat(StubBookingService.QUESTIONS.size() - runs).isLessThanOrEqualTo(MOST_RUNS);
        assertThat(asked()).isLessThanOrEqualTo(MOST_RUNS);
        assertThat(lag()).isGreaterThan(WHILE.toSeconds() - 1.0);
        assertThat(metrics.get("boxoffice.expiry.age").gauge().value()).isGreaterThan(WHILE.toSeconds() - 2.0);
        assertThat(failed("expire-due")).isGreaterThan(failedRuns);
        assertThat(failed("offer-returned-seats")).isGreaterThan(failedOffers);
        given().get("/q/health/ready").then().statusCode(200);
    }

    /** A question that waits for its answer keeps its timer from asking another; there are two timers for each kind. */
    @Test
    void a_slow_service_is_asked_no_more_than_once_at_a_time() {
        StubBookingService.answerAfter(Duration.ofSeconds(5));
        wakeWaitingList.handle(show);

        await().atMost(SOON).until(() -> lag() > 3);
        await().atMost(SOON).until(() -> lag() == 0);

        assertThat(asked()).isEqualTo(1);
        assertThat(StubBookingService.mostAtOnce()).isLessThanOrEqualTo(2);
        assertThat(expiries.isAnswered()).isTrue();
    }

    private long asked() {
        return StubBookingService.OFFERS.stream()
                .filter(question -> question.path().contains(show.toString()))
                .count();
    }

    private double failed(String work) {
        return metrics.get("boxoffice.rounds.failed")
                .tag("work", work)
                .counter()
                .count();
    }

    private double lag() {
        return metrics.get("boxoffice.offers.lag").gauge().value();
    }
}
