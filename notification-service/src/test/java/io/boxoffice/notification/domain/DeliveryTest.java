package io.boxoffice.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.domain.Delivery.Status;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void aTemporaryRefusalLeavesItQueuedUntilTheLastAttempt() {
        Delivery once = queued().after(new ServerAnswer.TryLater("451 later"), false);
        Delivery last = once.after(new ServerAnswer.TryLater("421 closing"), true);

        assertThat(once.status()).isEqualTo(Status.QUEUED);
        assertThat(once.attempts()).isEqualTo(1);
        assertThat(once.lastError()).contains("451 later");
        assertThat(last.status()).isEqualTo(Status.FAILED);
        assertThat(last.attempts()).isEqualTo(2);
        assertThat(last.lastError()).contains("421 closing");
    }

    @Test
    void aPermanentRefusalFailsItAtOnce() {
        Delivery delivery = queued().after(new ServerAnswer.Refused("550 no such user"), false);

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.sentAt()).isEmpty();
    }

    @Test
    void acceptanceIsRememberedWithTheServersWordsAndTheTroubleBefore() {
        Delivery delivery = queued().after(new ServerAnswer.TryLater("451 later"), false)
                .after(new ServerAnswer.Accepted("250 queued as 17", NOON), true);

        assertThat(delivery.isSent()).isTrue();
        assertThat(delivery.attempts()).isEqualTo(2);
        assertThat(delivery.sentAt()).contains(NOON);
        assertThat(delivery.serverAnswer()).contains("250 queued as 17");
        assertThat(delivery.lastError()).contains("451 later");
    }

    @Test
    void whatAServerSaysIsRepeatedWithoutAddresses() {
        ServerAnswer answer =
                new ServerAnswer.Refused("550 5.1.1 <alice.o'hara+x@mail.example>: unknown, bob@b.example");

        assertThat(answer.withoutNaming("bob@b.example"))
                .startsWith("550 5.1.1 <")
                .contains("unknown")
                .doesNotContain("@", "mail.example", "bob");
    }

    @Test
    void aServerMayNameAPersonWithoutAnAddress() {
        ServerAnswer answer = new ServerAnswer.Refused("550 5.1.1 Anna.Berg... User unknown, not anna.bergmann");

        assertThat(answer.withoutNaming("anna.berg@customers.example"))
                .isEqualTo("550 5.1.1 [address]... User unknown, not anna.bergmann");
    }

    private static Delivery queued() {
        return new Delivery(
                1,
                Optional.of(Bookings.hamlet().id()),
                MailKind.CONFIRMED,
                "a@b.example",
                "<id@b.example>",
                Status.QUEUED,
                0,
                Optional.empty(),
                Optional.empty(),
                NOON,
                NOON,
                Optional.empty());
    }
}
