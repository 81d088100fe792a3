package io.boxoffice.notification.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.application.ResendMail.Command;
import io.boxoffice.notification.application.ResendMail.Outcome;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResendMailTest {

    private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
    private final Map<String, Object> queued = new HashMap<>();
    private final ResendMail resendMail = new ResendMail(deliveries, queued::put, Mails.writer());
    private final Bookings booking = Bookings.hamlet();

    @ParameterizedTest
    @EnumSource
    void aMailOfEachKindIsQueuedAgainUnderANameOfItsOwn(MailKind kind) {
        Mail mail = Mails.of(kind, booking);
        Delivery first = deliveries.open("event-1", mail);

        Delivery again = resend(command(first.id(), Optional.empty()));

        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(again.status()).isEqualTo(Delivery.Status.QUEUED);
        assertThat(again.kind()).isEqualTo(kind);
        assertThat(again.recipient()).isEqualTo(first.recipient());
        assertThat(again.messageId()).isNotEqualTo(first.messageId()).endsWith("@boxoffice.example>");
        assertThat(queued).hasSize(1).containsValue(mail.event()).doesNotContainKey("event-1");
    }

    @Test
    void aMailIsSentToACorrectedAddressAndFromThereOnToThatOne() {
        Delivery first = deliveries.open("event-1", Mails.of(MailKind.CONFIRMED, booking));

        Delivery second = resend(command(first.id(), Optional.of("right@customers.example")));
        Delivery third = resend(command(second.id(), Optional.empty()));

        assertThat(second.recipient()).isEqualTo("right@customers.example");
        assertThat(third.recipient()).isEqualTo("right@customers.example");
        assertThat(third.messageId()).isNotEqualTo(second.messageId());
    }

    @Test
    void aMailThatNobodyKnowsIsNotSent() {
        assertThat(resendMail.handle(command(17, Optional.empty()))).isInstanceOf(Outcome.NotThere.class);
        assertThat(queued).isEmpty();
    }

    @Test
    void aMailIsNotSentAgainWhenItsCustomerHasALaterOne() {
        Delivery confirmed = deliveries.open("event-1", Mails.of(MailKind.CONFIRMED, booking));
        Delivery cancelled =
                deliveries.open("event-2", Mails.of(MailKind.CANCELLED, booking.withVersion(Bookings.VERSION + 1)));
        deliveries.update(cancelled.after(new ServerAnswer.Accepted("250 ok", Mails.NOON), false));

        assertThat(resendMail.handle(command(confirmed.id(), Optional.empty()))).isInstanceOf(Outcome.Superseded.class);
        assertThat(queued).isEmpty();
        assertThat(deliveries.of(booking.id(), 10)).hasSize(2);
        assertThat(resend(command(cancelled.id(), Optional.empty())).kind()).isEqualTo(MailKind.CANCELLED);
    }

    @Test
    void aMailThatWasSentBeforeTheBrokersWordGotLostStaysSent() {
        Delivery first = deliveries.open("event-1", Mails.of(MailKind.CONFIRMED, booking));
        ResendMail unheard = new ResendMail(
                deliveries,
                (id, event) -> {
                    Delivery opened = deliveries.of(booking.id(), 1).getFirst();
                    deliveries.update(opened.after(new ServerAnswer.Accepted("250 ok", Mails.NOON), false));
                    throw new IllegalStateException("away");
                },
                Mails.writer());

        assertThatThrownBy(() -> unheard.handle(command(first.id(), Optional.empty())))
                .hasMessage("away");

        assertThat(deliveries.of(booking.id(), 1).getFirst().status()).isEqualTo(Delivery.Status.SENT);
    }

    @Test
    void aMailThatCannotBeQueuedIsAFailureInTheLog() {
        Delivery first = deliveries.open("event-1", Mails.of(MailKind.CONFIRMED, booking));
        ResendMail cutOff = new ResendMail(
                deliveries,
                (id, event) -> {
                    throw new IllegalStateException("away");
                },
                Mails.writer());

        assertThatThrownBy(() -> cutOff.handle(command(first.id(), Optional.empty())))
                .hasMessage("away");

        assertThat(deliveries.of(booking.id(), 1).getFirst().status()).isEqualTo(Delivery.Status.FAILED);
    }

    @Test
    void anOfferIsNotSentAgainFromItsDeadlineOn() {
        Delivery offered = deliveries.open("event-1", Mails.of(MailKind.OFFERED, booking));

        assertThat(resendMail.handle(new Command(offered.id(), Optional.empty(), booking.heldUntil())))
                .isInstanceOf(Outcome.Superseded.class);
        assertThat(queued).isEmpty();
    }

    private Command command(long delivery, Optional<String> address) {
        return new Command(delivery, address, booking.heldUntil().minusMillis(1));
    }

    private Delivery resend(Command command) {
        return ((Outcome.Queued) resendMail.handle(command)).delivery();
    }
}
