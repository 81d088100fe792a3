package io.boxoffice.notification.adapter.in.messaging;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.Broker.DeadLetter;
import io.boxoffice.notification.ScriptedMailBackends;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer.Stage;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.application.port.Leases;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Delivery.Status;
import io.boxoffice.notification.domain.MailKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = ScriptedMailBackends.class, restrictToAnnotatedClass = true)
class HostileMailServerTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int ALL_ATTEMPTS = 4;

    @SuppressWarnings("NullAway.Init") // set by the test resource
    ScriptedSmtpServer server;

    @Inject
    Broker broker;

    @Inject
    FindDeliveries findDeliveries;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry metrics;

    @Test
    void aMailThatIsRefusedThreeTimesArrivesWithTheFourth() {
        Bookings booking = customer("patient");
        for (int i = 1; i < ALL_ATTEMPTS; i++) {
            server.next(Stage.MAIL, "451 4.3.0 not now, " + i);
        }

        broker.confirmed(booking);

        Delivery sent = awaitStatus(booking.id(), Status.SENT);
        assertThat(sent.attempts()).isEqualTo(ALL_ATTEMPTS);
        assertThat(sent.lastError()).contains("451 4.3.0 not now, 3");
        assertThat(sent.serverAnswer()).contains("250 2.0.0 queued as 17");
        assertThat(mailsTo("patient")).hasSize(1);
    }

    @Test
    void aMailThatIsPutOffForGoodEndsAmongTheDeadLettersAndBlocksNobody() {
        Bookings unlucky = customer("unlucky");
        Bookings next = customer("next");
        server.refuse("unlucky@", "451 4.2.0 <unlucky@customers.example> greylisted");

        String event = broker.confirmed(unlucky);
        broker.confirmed(next);

        awaitStatus(next.id(), Status.SENT);
        Delivery failed = awaitStatus(unlucky.id(), Status.FAILED);
        assertThat(failed.attempts()).isEqualTo(ALL_ATTEMPTS);
        assertThat(failed.lastError()).contains("451 4.2.0 <unlucky@customers.example> greylisted");
        DeadLetter dead = awaitDeadLetter(event);
        assertThat(dead.body()).contains(unlucky.id().toString());
        assertThat(dead.headers())
                .containsEntry(RetryLadder.ATTEMPT_HEADER, "4")
                .containsEntry(RetryLadder.ROUTING_KEY_HEADER, "booking.confirmed");
        assertThat(dead.headers().get(RetryLadder.REASON_HEADER))
                .contains("451 4.2.0 <[address]> greylisted")
                .doesNotContain("unlucky");
    }

    @Test
    void aRecipientWhoDoesNotExistIsGivenUpAtOnce() {
        Bookings booking = customer("gone");
        server.refuse("gone@", "550 5.1.1 <gone@customers.example> no such user");
        double refused = counted(MailKind.CONFIRMED, "refused");
        double givenUp = counted(MailKind.CONFIRMED, "failed");

        String event = broker.confirmed(booking);

        DeadLetter dead = awaitDeadLetter(event);
        assertThat(dead.headers()).containsEntry(RetryLadder.ATTEMPT_HEADER, "1");
        assertThat(dead.headers().get(RetryLadder.REASON_HEADER)).contains("550 5.1.1 <[address]> no such user");
        Delivery failed = awaitStatus(booking.id(), Status.FAILED);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastError()).contains("550 5.1.1 <gone@customers.example> no such user");
        assertThat(counted(MailKind.CONFIRMED, "refused")).isEqualTo(refused + 1);
        assertThat(counted(MailKind.CONFIRMED, "failed")).isEqualTo(givenUp);
    }

    /** PostgreSQL keeps no such text. */
    @Test
    void aMailWhoseEveryAttemptBreaksIsCountedAsGivenUpOnce() {
        double givenUp = counted(MailKind.CANCELLED, "failed");

        String event = broker.cancelled(hamlet().withCustomer("\0@customers.example", "Alice", "en"));

        assertThat(awaitDeadLetter(event).headers()).containsEntry(RetryLadder.ATTEMPT_HEADER, "4");
        assertThat(counted(MailKind.CANCELLED, "failed")).isEqualTo(givenUp + 1);
    }

    @Test
    void anImpossibleAddressIsGivenUpAtOnce() {
        Bookings booking = hamlet().withCustomer("not an address", "Alice", "en");

        String event = broker.expired(booking);

        assertThat(awaitDeadLetter(event).headers()).containsEntry(RetryLadder.ATTEMPT_HEADER, "1");
        assertThat(awaitStatus(booking.id(), Status.FAILED).recipient()).isEqualTo("not an address");
    }

    @Test
    void aMailWhoseAcceptanceGotLostComesAgainWithTheSameMessageId() {
        Bookings booking = customer("twice");
        server.next(Stage.BODY, ScriptedSmtpServer.CLOSE);

        broker.confirmed(booking);

        Delivery sent = awaitStatus(booking.id(), Status.SENT);
        assertThat(mailsTo("twice"))
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail).contains("Message-ID: " + sent.messageId()));
    }

    /** 421, a hang and an answer without end are the server's trouble, wherever they come; the text may have arrived, then the mail comes twice. */
    @ParameterizedTest
    @CsvSource({"RCPT, 421 4.3.2 shutting down, 1", "MAIL, silence, 1", "BODY, silence, 2", "DATA, drip, 1"})
    void aMailSurvivesWhatAServerDoesToIt(Stage stage, String answer, int copies) {
        String name = "survivor-of-" + stage + "-" + copies;
        Bookings booking = customer(name);
        server.next(stage, answer);

        broker.confirmed(booking);

        Delivery sent = awaitStatus(booking.id(), Status.SENT);
        assertThat(sent.attempts()).isEqualTo(2);
        assertThat(mailsTo(name))
                .hasSize(copies)
                .allSatisfy(mail -> assertThat(mail).contains(sent.messageId()));
    }

    @Test
    void aMailThatIsAcceptedByADyingServerComesOnce() {
        Bookings booking = customer("last");
        server.next(Stage.BODY, "250 2.0.0 queued as 17" + ScriptedSmtpServer.THEN_CLOSE);

        broker.confirmed(booking);
        assertThat(awaitStatus(booking.id(), Status.SENT).attempts()).isEqualTo(1);
        Bookings next = customer("first-of-the-next");
        broker.confirmed(next);

        assertThat(awaitStatus(next.id(), Status.SENT).attempts()).isEqualTo(1);
        assertThat(mailsTo("last")).hasSize(1);
    }

    @Test
    void anEventThatComesTwiceIsMailedOnce() {
        Bookings booking = customer("once");
        String event = UUID.randomUUID().toString();
        BookingConfirmed confirmed = new BookingConfirmed(booking.snapshot(), Instant.now());

        broker.publish(event, confirmed);
        broker.publish(event, confirmed);
        awaitStatus(booking.id(), Status.SENT);
        broker.publish(event, confirmed);
        Bookings after = customer("after");
        broker.confirmed(after);

        awaitStatus(after.id(), Status.SENT);
        assertThat(mailsTo("once")).hasSize(1);
        assertThat(findDeliveries.handle(booking.id())).hasSize(1);
    }

    @Test
    void aMailInOtherHandsIsTriedAgainWhenTheyAreDone() {
        Bookings booking = customer("shared");
        String event = UUID.randomUUID().toString();

        leases.whileHeld(event, () -> {
            broker.publish(event, new BookingConfirmed(booking.snapshot(), Instant.now()));
            Bookings other = customer("other");
            broker.confirmed(other);
            awaitStatus(other.id(), Status.SENT);
            assertThat(mailsTo("shared")).isEmpty();
            return true;
        });

        awaitStatus(booking.id(), Status.SENT);
        assertThat(mailsTo("shared")).hasSize(1);
    }

    @Test
    void whatIsNoEventIsGivenUpAtOnceAndBlocksNobody() {
        for (String body : List.of("not JSON", "{}", "", "{\"type\":\"io.boxoffice.unheard.of.v9\"}")) {
            String id = UUID.randomUUID().toString();

            broker.publish(id, "booking.confirmed", body.getBytes(StandardCharsets.UTF_8));

            DeadLetter dead = awaitDeadLetter(id);
            assertThat(dead.body()).isEqualTo(body);
            assertThat(dead.headers()).containsEntry(RetryLadder.ATTEMPT_HEADER, "1");
            assertThat(dead.headers().get(RetryLadder.REASON_HEADER)).contains("UnreadableEventException");
        }
        Bookings next = customer("following");
        broker.cancelled(next);
        awaitStatus(next.id(), Status.SENT);
    }

    private double counted(MailKind kind, String outcome) {
        return metrics.get("boxoffice.mails")
                .tags("kind", kind.label(), "outcome", outcome)
                .counter()
                .count();
    }

    private static Bookings customer(String name) {
        return hamlet().withCustomer(name + "@customers.example", name, "en");
    }

    private List<String> mailsTo(String name) {
        return server.mails().stream()
                .filter(mail -> mail.contains("<" + name + "@customers.example>"))
                .toList();
    }

    private Delivery awaitStatus(BookingId booking, Status status) {
        return await().atMost(SOON)
                .until(
                        () -> findDeliveries.handle(booking).stream()
                                .filter(delivery -> delivery.status() == status)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private DeadLetter awaitDeadLetter(String id) {
        return await().atMost(SOON)
                .until(
                        broker::takeDeadLetter,
                        letter -> letter.filter(dead -> dead.id().equals(id)).isPresent())
                .orElseThrow();
    }
}
