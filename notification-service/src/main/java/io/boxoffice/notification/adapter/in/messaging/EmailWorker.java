package io.boxoffice.notification.adapter.in.messaging;

import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.messaging.PermanentFailureException;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.RetryLadder.Attempt;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.notification.application.SendMail;
import io.boxoffice.notification.application.SendMail.Outcome;
import io.boxoffice.notification.application.WithdrawMails;
import io.boxoffice.notification.domain.MailKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Turns events into mails; what fails climbs the retry ladder. It is there from the start, so that its counters are, too: the
 * first mail that leaves or is given up is an increase only of a counter that was there before.
 */
@Startup
@ApplicationScoped
public class EmailWorker {

    private static final List<String> OUTCOMES =
            List.of("sent", "repeated", "superseded", "postponed", "refused", "failed");

    private final RetryLadder ladder;
    private final SendMail sendMail;
    private final WithdrawMails withdrawMails;
    private final MeterRegistry metrics;

    EmailWorker(RetryLadder ladder, SendMail sendMail, WithdrawMails withdrawMails, MeterRegistry metrics) {
        this.ladder = ladder;
        this.sendMail = sendMail;
        this.withdrawMails = withdrawMails;
        this.metrics = metrics;
        for (MailKind kind : MailKind.values()) {
            OUTCOMES.forEach(outcome -> counter(kind, outcome));
            age(kind);
        }
    }

    @Incoming("email-worker")
    @Blocking(value = "email-worker", ordered = false)
    CompletionStage<Void> consume(Message<byte[]> message) {
        return ladder.deliver(Topology.EMAIL_WORKER, message, this::tell);
    }

    private void tell(Envelope envelope, Attempt attempt) {
        Optional<MailKind> kind = MailKind.of(envelope.event());
        Optional<Outcome> outcome;
        try {
            withdraw(envelope.event());
            outcome = kind.map(some -> sendMail.handle(
                    new SendMail.Command(envelope.id(), envelope.event(), attempt.last(), Instant.now())));
        } catch (RuntimeException | Error e) {
            if (attempt.last()) {
                kind.ifPresent(lost -> count(lost, "failed"));
            }
            throw e;
        }
        outcome.ifPresent(known -> settle(kind.orElseThrow(), envelope.time(), known));
    }

    private void withdraw(Event event) {
        switch (event) {
            case BookingFailed failed -> withdrawMails.handle(failed);
            case WaitingListOffered offered -> withdrawMails.handle(offered);
            default -> {}
        }
    }

    private void settle(MailKind kind, Instant eventTime, Outcome outcome) {
        switch (outcome) {
            case Outcome.Sent sent -> {
                count(kind, "sent");
                age(kind).record(Duration.between(eventTime, Instant.now()));
            }
            case Outcome.SentBefore before -> count(kind, "repeated");
            case Outcome.Superseded superseded -> count(kind, "superseded");
            case Outcome.InOtherHands others -> {
                count(kind, "postponed");
                throw new MailPostponedException("another worker is sending this mail");
            }
            case Outcome.Postponed postponed -> {
                count(kind, "postponed");
                throw new MailPostponedException(postponed.reason());
            }
            case Outcome.Refused refused -> {
                count(kind, "refused");
                throw new PermanentFailureException(refused.reason(), null);
            }
            case Outcome.Failed failed -> {
                count(kind, "failed");
                throw new PermanentFailureException(failed.reason(), null);
            }
        }
    }

    private void count(MailKind kind, String outcome) {
        counter(kind, outcome).increment();
    }

    private Counter counter(MailKind kind, String outcome) {
        return metrics.counter("boxoffice.mails", "kind", kind.label(), "outcome", outcome);
    }

    private Timer age(MailKind kind) {
        return metrics.timer("boxoffice.mail.age", "kind", kind.label());
    }

    /** The mail could not be sent now and may be sent later. */
    private static final class MailPostponedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MailPostponedException(String message) {
            super(message);
        }
    }
}
