package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final House house = House.open();
    private final People people = new People(house);

    @Test
    void aHoldEndsAtItsDeadlineEvenWithoutTheExpiryWorker() {
        String show = people.show(2, 2);
        String anna = people.somebody();
        String bert = people.somebody();
        house.kill("expiry-worker");
        try {
            String old = people.held(anna, show, List.of(1, 2));
            assertThat(people.hold(bert, show, List.of(1)).problem()).isEqualTo("seats-taken");

            String taken = await().atMost(People.PATIENCE)
                    .until(() -> people.hold(bert, show, List.of(1)), a -> a.status() == 201)
                    .text("/id");
            assertThat(people.confirm(anna, old).problem()).isEqualTo("hold-expired");
            assertThat(people.confirm(bert, taken).status()).isEqualTo(200);
            assertThat(people.booking(anna, old).at("/status").asText()).isEqualTo("PENDING");

            house.start("expiry-worker");
            await().atMost(People.PATIENCE)
                    .until(() ->
                            people.booking(anna, old).at("/reason").asText().equals("EXPIRED"));
            assertThat(people.confirm(anna, old).problem()).isEqualTo("hold-expired");
            assertThat(people.booking(bert, taken).at("/status").asText()).isEqualTo("CONFIRMED");
            people.awaitMail(anna, old);
        } finally {
            house.start("expiry-worker");
        }
    }

    @Test
    void aLapsedHoldIsFailedAndItsCustomerToldSoon() {
        String show = people.show(2, 2);
        String anna = people.somebody();

        Answer held = people.hold(anna, show, List.of(1));
        Instant deadline = Instant.parse(held.text("/expiresAt"));
        Mail mail = people.awaitMail(anna, held.text("/id"));

        assertThat(people.booking(anna, held.text("/id")).at("/reason").asText())
                .isEqualTo("EXPIRED");
        assertThat(mail.receivedAt()).isAfterOrEqualTo(deadline.minusSeconds(1));
        Duration after = Duration.between(deadline, mail.receivedAt());
        System.out.printf("FIGURE lapse-to-mail %d ms (goal 5000 ms)%n", after.toMillis());
        assertThat(after).isLessThan(Duration.ofSeconds(30));
    }
}
