package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Who follows a request finds everything it led to: over the outbox, the broker and the pauses between attempts. */
class OneTraceTest {

    private static final int ATTEMPTS_IN_VAIN = 3;
    private static final String CALLER = "00f067aa0ba902b7";

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void aConfirmationAndItsMailAreOneTrace() {
        Traces traces = house.traces();
        String anna = people.somebody();
        String booking = people.held(anna, people.show(2, 60), List.of(1));
        String trace = newTrace();
        house.refuseMails(ATTEMPTS_IN_VAIN);

        int confirmed = people.customer(anna)
                .send("POST", "/api/v1/bookings/" + booking + "/confirm", "", "traceparent", traceparent(trace))
                .status();

        assertThat(confirmed).isEqualTo(200);
        people.awaitMail(anna, booking);
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(traces.wayTo("mail send", trace))
                        .extracting(Traces.Span::service, Traces.Span::kind, Traces.Span::name)
                        .containsExactlyElementsOf(wayToTheLastAttempt()));
        assertThat(traces.wayTo("mail send", trace).getLast().parent()).isEqualTo(CALLER);
        assertThat(house.log("notification-service").lines())
                .as("what the email worker says of its vain attempts")
                .anyMatch(line ->
                        line.contains("\"traceId\":\"" + trace + "\"") && line.contains("email-worker.retry.1"));
    }

    @Test
    void aRequestAndItsRefusalLaterAreOneTrace() {
        Traces traces = house.traces();
        String show = people.show(2, 60);
        people.held(people.somebody(), show, List.of(1));
        String trace = newTrace();

        int taken = people.customer(people.somebody())
                .send(
                        "POST",
                        "/api/v1/bookings",
                        "{\"showId\":\"%s\",\"seats\":[1]}".formatted(show),
                        "Prefer",
                        "respond-async",
                        "traceparent",
                        traceparent(trace))
                .status();

        assertThat(taken).isEqualTo(202);
        await().atMost(People.PATIENCE)
                .untilAsserted(() -> assertThat(traces.wayTo("boxoffice.events publish", trace))
                        .extracting(Traces.Span::service, Traces.Span::kind, Traces.Span::name)
                        .containsExactly(
                                tuple("boxoffice-booking-service", "producer", "boxoffice.events publish"),
                                tuple("boxoffice-booking-service", "consumer", "booking.requests receive"),
                                tuple("boxoffice-booking-service", "producer", "booking.requests publish"),
                                tuple("boxoffice-booking-service", "server", "POST /api/v1/bookings")));
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** What a caller sends whose spans are kept. */
    private static String traceparent(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    /** From the mail back to the call, over every attempt. */
    private static List<Tuple> wayToTheLastAttempt() {
        List<Tuple> way = new ArrayList<>();
        way.add(tuple("notification-service", "client", "mail send"));
        for (int attempt = ATTEMPTS_IN_VAIN; attempt > 0; attempt--) {
            way.add(tuple("notification-service", "consumer", "email-worker receive"));
            way.add(tuple("notification-service", "producer", "email-worker.retry." + attempt + " publish"));
        }
        way.add(tuple("notification-service", "consumer", "email-worker receive"));
        way.add(tuple("boxoffice-booking-service", "producer", "boxoffice.events publish"));
        way.add(tuple("boxoffice-booking-service", "server", "POST /api/v1/bookings/{id}/confirm"));
        return way;
    }
}
