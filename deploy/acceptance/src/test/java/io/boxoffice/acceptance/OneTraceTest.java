package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who follows a request finds everything it led to: over the outbox, the broker and the pauses between attempts. */
class OneTraceTest {

    private static final int ATTEMPTS_IN_VAIN = 3;

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void aConfirmationAndItsMailAreOneTrace() {
        Traces traces = house.traces();
        String anna = people.somebody();
        String booking = people.held(anna, people.show(2, 60), List.of(1));
        String trace = UUID.randomUUID().toString().replace("-", "");
        house.refuseMails(ATTEMPTS_IN_VAIN);

        int confirmed = people.customer(anna)
                .send(
                        "POST",
                        "/api/v1/bookings/" + booking + "/confirm",
                        "",
                        "traceparent",
                        "00-" + trace + "-00f067aa0ba902b7-01")
                .status();

        assertThat(confirmed).isEqualTo(200);
        people.awaitMail(anna, booking);
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(List.of("booking-service", "notification-service"))
                        .allSatisfy(service -> assertThat(traces.tells(service, trace))
                                .as(service)
                                .isTrue()));
        assertThat(house.log("notification-service").lines())
                .as("what the email worker says of its vain attempts")
                .anyMatch(line ->
                        line.contains("\"traceId\":\"" + trace + "\"") && line.contains("email-worker.retry.1"));
    }
}
