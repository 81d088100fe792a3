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
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "expiry"))
@QuarkusTestResource(StubBookingService.class)
class OfferScheduleTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    WakeWaitingList wakeWaitingList;

    @Inject
    OfferSchedule schedule;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void answerAgain() {
        StubBookingService.answerOffers(200, "{\"offers\": 0, \"more\": false}");
    }

    @Test
    void a_show_whose_seats_came_back_is_asked_for_with_a_token_until_there_is_an_answer() {
        ShowId show = ShowId.next();
        StubBookingService.answerOffers(503, "{}");
        wakeWaitingList.handle(show);
        await().atMost(SOON).until(() -> asked(show) > 0);

        long before = asked(show);
        StubBookingService.answerOffers(200, "{\"offers\": 2, \"more\": false}");
        await().atMost(SOON).until(() -> asked(show) > before);

        StubBookingService.Question last = StubBookingService.OFFERS.getLast();
        assertThat(last.method()).isEqualTo("POST");
        assertThat(last.authorization()).startsWith("Bearer ");
        assertThat(given().get("/q/metrics").asString())
                .contains("boxoffice_offers_total", "boxoffice_offers_lag_seconds");
    }

    @Test
    void a_sweep_asks_for_all_shows() {
        long before = sweeps();

        schedule.sweep();

        assertThat(sweeps()).isEqualTo(before + 1);
    }

    @Test
    void a_sweep_that_fails_is_counted_from_the_first_one_on() {
        assertThat(given().get("/q/metrics").asString())
                .contains(
                        "boxoffice_rounds_failed_total{work=\"expire-due\"}",
                        "boxoffice_rounds_failed_total{work=\"offer-returned-seats\"}",
                        "boxoffice_rounds_failed_total{work=\"sweep-waiting-lists\"}");
        double before = failed("sweep-waiting-lists");
        StubBookingService.answerOffers(503, "{}");

        schedule.sweep();

        assertThat(failed("sweep-waiting-lists")).isEqualTo(before + 1);
        answerAgain();
        long asked = sweeps();
        await().atMost(SOON).until(() -> {
            schedule.sweep();
            return sweeps() > asked;
        });
        assertThat(failed("sweep-waiting-lists")).isEqualTo(before + 1);
    }

    private static long sweeps() {
        return StubBookingService.OFFERS.stream()
                .filter(question -> question.path().equals("/internal/offers"))
                .count();
    }

    private double failed(String work) {
        return metrics.get("boxoffice.rounds.failed")
                .tag("work", work)
                .counter()
                .count();
    }

    private static long asked(ShowId show) {
        return StubBookingService.OFFERS.stream()
                .filter(question -> question.path().equals("/internal/shows/" + show + "/offers"))
                .count();
    }
}
