package io.boxoffice.notification.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every delivery log does, the real one and the one of the use cases' tests. */
public abstract class DeliveriesContract {

    private final Bookings booking = Bookings.hamlet();

    protected abstract Deliveries deliveries();

    @Test
    void anEventHasOneEntryHoweverOftenItIsOpened() {
        String event = UUID.randomUUID().toString();

        Delivery first = deliveries().open(event, mail(MailKind.CONFIRMED));
        Delivery again = deliveries().open(event, mail(MailKind.CONFIRMED));

        assertThat(first.status()).isEqualTo(Delivery.Status.QUEUED);
        assertThat(first.attempts()).isZero();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(deliveries().of(booking.id(), 10)).hasSize(1);
    }

    @Test
    void anUpdateIsKeptWithEverythingItSays() {
        String event = UUID.randomUUID().toString();
        Delivery sent = deliveries()
                .open(event, mail(MailKind.CONFIRMED))
                .after(new ServerAnswer.TryLater("451 later"), false)
                .after(new ServerAnswer.Accepted("250 ok", Instant.parse("2026-11-20T12:00:00Z")), false);

        deliveries().update(sent);

        Delivery read = deliveries().open(event, mail(MailKind.CONFIRMED));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("createdAt", "updatedAt")
                .isEqualTo(sent);
        assertThat(read.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void whatWasSentStaysSentWhateverIsHeardLater() {
        String event = UUID.randomUUID().toString();
        Delivery opened = deliveries().open(event, mail(MailKind.CONFIRMED));
        deliveries().update(opened.after(accepted(), false));

        deliveries().update(opened.after(new ServerAnswer.TryLater("RabbitMQ is away"), true));

        assertThat(deliveries().open(event, mail(MailKind.CONFIRMED)).status()).isEqualTo(Delivery.Status.SENT);
    }

    @Test
    void aMailIsSupersededOnceALaterOneOfItsBookingWasSent() {
        Mail confirmed = Mails.of(MailKind.CONFIRMED, booking);
        Mail cancelled = Mails.of(MailKind.CANCELLED, booking.withVersion(Bookings.VERSION + 1));
        Delivery later = deliveries().open(UUID.randomUUID().toString(), cancelled);
        assertThat(deliveries().isSuperseded(confirmed)).isFalse();

        deliveries().update(later.after(accepted(), false));

        assertThat(deliveries().isSuperseded(confirmed)).isTrue();
        assertThat(deliveries().isSuperseded(cancelled)).isFalse();
        assertThat(deliveries().isSuperseded(Mails.of(MailKind.CONFIRMED, Bookings.hamlet())))
                .isFalse();
        assertThat(deliveries().isSuperseded(mail(MailKind.LIST_CLOSED))).isFalse();
    }

    @Test
    void whatIsTakenBackIsSupersededWhetherItWasSentOrIsNotThereYet() {
        Mail offered = mail(MailKind.OFFERED);
        Mail cutShort = Mails.of(MailKind.OFFERED, booking.withVersion(Bookings.VERSION + 1));
        Delivery sent = deliveries().open(UUID.randomUUID().toString(), offered);
        deliveries().update(sent.after(accepted(), false));
        deliveries().withdraw(booking.id(), Bookings.VERSION);
        assertThat(deliveries().isSuperseded(offered)).isFalse();

        deliveries().withdraw(booking.id(), Bookings.VERSION + 2);
        deliveries().withdraw(booking.id(), Bookings.VERSION + 1);

        assertThat(deliveries().isSuperseded(offered)).isTrue();
        assertThat(deliveries().isSuperseded(cutShort)).isTrue();
        assertThat(deliveries().isSuperseded(Mails.of(MailKind.CANCELLED, booking.withVersion(Bookings.VERSION + 2))))
                .isFalse();
        assertThat(deliveries().isSuperseded(Mails.of(MailKind.OFFERED, Bookings.hamlet())))
                .isFalse();
    }

    @Test
    void whatWasTakenBackIsForgottenWithTheRest() {
        Mail offered = mail(MailKind.OFFERED);
        deliveries().withdraw(booking.id(), Bookings.VERSION + 1);

        deliveries().forget(Instant.now().minusSeconds(3_600), 1_000);
        assertThat(deliveries().isSuperseded(offered)).isTrue();
        deliveries().forget(Instant.now().plusSeconds(60), 1_000);

        assertThat(deliveries().isSuperseded(offered)).isFalse();
    }

    @Test
    void aMailWasSentAgainOnceALaterEntryOfItWasSent() {
        Delivery first = deliveries().open(UUID.randomUUID().toString(), mail(MailKind.CONFIRMED));
        Delivery second = deliveries().open(UUID.randomUUID().toString(), mail(MailKind.CONFIRMED));
        Delivery other = deliveries().open(UUID.randomUUID().toString(), mail(MailKind.EXPIRED));
        deliveries().update(other.after(accepted(), false));
        assertThat(deliveries().wasSentAgain(first)).isFalse();

        deliveries().update(second.after(accepted(), false));

        assertThat(deliveries().wasSentAgain(first)).isTrue();
        assertThat(deliveries().wasSentAgain(second)).isFalse();
        Delivery about = deliveries().open(UUID.randomUUID().toString(), mail(MailKind.LIST_CLOSED));
        assertThat(deliveries().wasSentAgain(about)).isFalse();
    }

    @Test
    void theNewestEntriesOfABookingComeFirstAndOthersNotAtAll() {
        deliveries().open(UUID.randomUUID().toString(), mail(MailKind.CONFIRMED));
        deliveries().open(UUID.randomUUID().toString(), mail(MailKind.CANCELLED));

        assertThat(deliveries().of(booking.id(), 10))
                .extracting(Delivery::kind)
                .containsExactly(MailKind.CANCELLED, MailKind.CONFIRMED);
        assertThat(deliveries().of(booking.id(), 1)).hasSize(1);
        assertThat(deliveries().of(Bookings.hamlet().id(), 10)).isEmpty();
    }

    @Test
    void aMailAboutNoBookingIsKeptToo() {
        Delivery opened = deliveries().open(UUID.randomUUID().toString(), mail(MailKind.LIST_CLOSED));

        assertThat(opened.kind()).isEqualTo(MailKind.LIST_CLOSED);
        assertThat(opened.booking()).isEmpty();
    }

    @Test
    void anEntryIsFoundWithWhatItsMailToldOf() {
        Mail mail = mail(MailKind.RESCHEDULED);
        Delivery opened = deliveries().open(UUID.randomUUID().toString(), mail);

        assertThat(deliveries().find(opened.id())).hasValueSatisfying(told -> {
            assertThat(told.event()).isEqualTo(mail.event());
            assertThat(told.delivery().messageId()).isEqualTo(mail.messageId());
        });
        assertThat(deliveries().find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whatIsOldIsForgottenInBatchesAndMayComeAgain() {
        String event = UUID.randomUUID().toString();
        Delivery first = deliveries().open(event, mail(MailKind.CONFIRMED));
        deliveries().open(UUID.randomUUID().toString(), mail(MailKind.CONFIRMED));

        assertThat(deliveries().forget(Instant.now().minusSeconds(3_600), 1_000))
                .isZero();
        assertThat(deliveries().find(first.id())).isPresent();
        Instant later = Instant.now().plusSeconds(60);
        assertThat(deliveries().forget(later, 1)).isEqualTo(1);
        assertThat(deliveries().forget(later, 1_000)).isPositive();

        assertThat(deliveries().find(first.id())).isEmpty();
        assertThat(deliveries().of(booking.id(), 10)).isEmpty();
        assertThat(deliveries().open(event, mail(MailKind.CONFIRMED)).id()).isNotEqualTo(first.id());
    }

    private static ServerAnswer accepted() {
        return new ServerAnswer.Accepted("250 ok", Mails.NOON);
    }

    private Mail mail(MailKind kind) {
        return Mails.of(kind, booking);
    }
}
