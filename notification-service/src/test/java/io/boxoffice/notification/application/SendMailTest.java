package io.boxoffice.notification.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.event.Event;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.application.SendMail.Outcome;
import io.boxoffice.notification.application.port.Leases;
import io.boxoffice.notification.application.port.MailTransport;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SendMailTest {

    private static final ServerAnswer OK = new ServerAnswer.Accepted("250 ok", Instant.parse("2026-11-20T12:00:00Z"));

    private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
    private final OneProcessLeases leases = new OneProcessLeases();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final SendMail sendMail = new SendMail(deliveries, leases, transport, Mails.writer());
    private final Bookings booking = Bookings.hamlet();

    @Test
    void theSameEventIsMailedOnce() {
        assertThat(send(false)).isInstanceOf(Outcome.Sent.class);
        assertThat(send(false)).isInstanceOf(Outcome.SentBefore.class);

        assertThat(transport.sent).hasSize(1);
        assertThat(log().status()).isEqualTo(Delivery.Status.SENT);
    }

    @Test
    void whatIsPostponedIsSentLaterWithTheSameMessageId() {
        transport.answer = new ServerAnswer.TryLater("451 <alice@customers.example> later");
        assertThat(send(false)).isEqualTo(new Outcome.Postponed("451 <[address]> later"));
        assertThat(log().status()).isEqualTo(Delivery.Status.QUEUED);
        assertThat(log().lastError()).contains("451 <alice@customers.example> later");

        transport.answer = OK;
        assertThat(send(false)).isInstanceOf(Outcome.Sent.class);

        assertThat(transport.sent).extracting(Mail::messageId).hasSize(2).containsOnly(log().messageId());
        assertThat(log().attempts()).isEqualTo(2);
    }

    @Test
    void theLastPostponementIsAFailureAndARedrivenMessageStillGoesOut() {
        transport.answer = new ServerAnswer.TryLater("451 later");
        assertThat(send(true)).isEqualTo(new Outcome.Failed("451 later"));
        assertThat(log().status()).isEqualTo(Delivery.Status.FAILED);

        transport.answer = OK;
        assertThat(send(false)).isInstanceOf(Outcome.Sent.class);
        assertThat(log().status()).isEqualTo(Delivery.Status.SENT);
    }

    @Test
    void aRefusalEndsItAtOnce() {
        transport.answer = new ServerAnswer.Refused("550 no such user");

        assertThat(send(false)).isEqualTo(new Outcome.Refused("550 no such user"));
        assertThat(log().status()).isEqualTo(Delivery.Status.FAILED);
    }

    @Test
    void aMailThatSomebodyElseIsSendingIsLeftToThem() {
        leases.held.add("event-1");

        assertThat(send(true)).isInstanceOf(Outcome.InOtherHands.class);
        assertThat(transport.sent).isEmpty();
        assertThat(deliveries.of(booking.id(), 1)).isEmpty();
    }

    @Test
    void aWorkerThatDiesBetweenAcceptanceAndItsNoteSendsTheSameMessageIdAgain() {
        transport.afterSending = SendMailTest::die;
        assertThatThrownBy(() -> send(false)).isInstanceOf(IllegalStateException.class);
        assertThat(leases.held).isEmpty();

        transport.afterSending = () -> {};
        assertThat(send(false)).isInstanceOf(Outcome.Sent.class);
        assertThat(transport.sent).extracting(Mail::messageId).hasSize(2).containsOnly(log().messageId());
    }

    @Test
    void whateverGoesWrongInTheLastAttemptIsAFailureInTheLog() {
        transport.afterSending = SendMailTest::die;

        assertThatThrownBy(() -> send(true)).isInstanceOf(IllegalStateException.class);

        assertThat(log().status()).isEqualTo(Delivery.Status.FAILED);
        assertThat(log().lastError()).contains("IllegalStateException: killed");
    }

    @Test
    void anErrorOfTheMachineInTheLastAttemptIsAFailureInTheLogToo() {
        transport.afterSending = () -> {
            throw new NoClassDefFoundError("Font");
        };

        assertThatThrownBy(() -> send(true)).isInstanceOf(NoClassDefFoundError.class);

        assertThat(log().status()).isEqualTo(Delivery.Status.FAILED);
    }

    @Test
    void aMailThatWaitedUntilALaterOneWasSentIsNotSentAnyMore() {
        transport.answer = new ServerAnswer.TryLater("451 later");
        assertThat(send(false)).isInstanceOf(Outcome.Postponed.class);
        transport.answer = OK;
        Event cancelled = Mails.event(
                MailKind.CANCELLED, booking.withVersion(Bookings.VERSION + 1).snapshot());
        assertThat(sendMail.handle(new SendMail.Command("event-2", cancelled, false, Mails.NOON)))
                .isInstanceOf(Outcome.Sent.class);

        assertThat(send(false)).isInstanceOf(Outcome.Superseded.class);
        assertThat(send(true)).isInstanceOf(Outcome.Superseded.class);

        assertThat(transport.sent).extracting(Mail::kind).containsExactly(MailKind.CONFIRMED, MailKind.CANCELLED);
        assertThat(deliveries.of(booking.id(), 2))
                .extracting(Delivery::status)
                .containsExactly(Delivery.Status.SENT, Delivery.Status.SUPERSEDED);
    }

    @Test
    void aMailThatWasGivenUpAndSentAgainToTheRightAddressIsNotSentToTheOldOneAnyMore() {
        transport.answer = new ServerAnswer.Refused("550 no such user");
        assertThat(send(false)).isInstanceOf(Outcome.Refused.class);
        transport.answer = OK;
        Mail mail = Mails.of(MailKind.CONFIRMED, booking);
        deliveries.open("event-2", mail.again("event-2", "right@customers.example"));
        assertThat(sendMail.handle(new SendMail.Command("event-2", mail.event(), false, Mails.NOON)))
                .isInstanceOf(Outcome.Sent.class);

        assertThat(send(false)).isInstanceOf(Outcome.Superseded.class);

        assertThat(transport.sent)
                .extracting(Mail::address)
                .containsExactly("alice@customers.example", "right@customers.example");
    }

    @Test
    void anOfferIsSentUntilItsDeadlineAndNotAnyMoreFromThenOn() {
        Instant lastMoment = booking.heldUntil().minusMillis(1);
        transport.answer = new ServerAnswer.TryLater("451 later");
        assertThat(send(MailKind.OFFERED, true, lastMoment)).isInstanceOf(Outcome.Failed.class);
        transport.answer = OK;

        assertThat(send(MailKind.OFFERED, true, booking.heldUntil())).isInstanceOf(Outcome.Superseded.class);

        assertThat(transport.sent).hasSize(1);
        assertThat(log().status()).isEqualTo(Delivery.Status.SUPERSEDED);
        assertThat(send(MailKind.OFFERED, true, lastMoment)).isInstanceOf(Outcome.Sent.class);
    }

    private static void die() {
        throw new IllegalStateException("killed");
    }

    private Outcome send(boolean lastAttempt) {
        return send(MailKind.CONFIRMED, lastAttempt, Mails.NOON);
    }

    private Outcome send(MailKind kind, boolean lastAttempt, Instant now) {
        return sendMail.handle(
                new SendMail.Command("event-1", Mails.event(kind, booking.snapshot()), lastAttempt, now));
    }

    private Delivery log() {
        return deliveries.of(booking.id(), 1).getFirst();
    }

    private static final class OneProcessLeases implements Leases {

        private final Set<String> held = new HashSet<>();

        @Override
        public <T> Optional<T> whileHeld(String name, Supplier<T> work) {
            if (!held.add(name)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                held.remove(name);
            }
        }
    }

    private static final class ScriptedTransport implements MailTransport {

        private final List<Mail> sent = new ArrayList<>();
        private ServerAnswer answer = OK;
        private Runnable afterSending = () -> {};

        @Override
        public ServerAnswer send(Mail mail) {
            sent.add(mail);
            afterSending.run();
            return answer;
        }
    }
}
