package io.boxoffice.notification.application;

import io.boxoffice.kernel.event.Event;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.application.port.Leases;
import io.boxoffice.notification.application.port.MailTransport;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailWriter;
import io.boxoffice.notification.domain.ServerAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Sends the mail of an event once. No transaction is open while the server is talked to, so a crash between its
 * acceptance and our note of it sends the mail again; the Message-ID is then the same. A mail that had to wait is not
 * sent any more when its customer has been told of a later state of the booking (who has cancelled gets no tickets),
 * when what it offers has ended, or when an admin has sent it again meanwhile.
 */
@ApplicationScoped
public class SendMail {

    private final Deliveries deliveries;
    private final Leases leases;
    private final MailTransport transport;
    private final MailWriter writer;

    SendMail(Deliveries deliveries, Leases leases, MailTransport transport, MailWriter writer) {
        this.deliveries = deliveries;
        this.leases = leases;
        this.transport = transport;
        this.writer = writer;
    }

    /**
     * The mail to send.
     *
     * @param event one that calls for a mail
     * @param lastAttempt whether nobody will try again after this
     */
    public record Command(String eventId, Event event, boolean lastAttempt, Instant now) {}

    /** What became of the mail; reasons name no addresses. */
    public sealed interface Outcome {
        record Sent() implements Outcome {}

        record SentBefore() implements Outcome {}

        record Superseded() implements Outcome {}

        record InOtherHands() implements Outcome {}

        record Postponed(String reason) implements Outcome {}

        /** The server will never take this mail to this address. */
        record Refused(String reason) implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }

    public Outcome handle(Command command) {
        Mail mail = writer.write(command.event());
        return leases.whileHeld(command.eventId(), () -> sendUnlessSent(command, mail))
                .orElseGet(Outcome.InOtherHands::new);
    }

    private Outcome sendUnlessSent(Command command, Mail mail) {
        Delivery delivery = deliveries.open(command.eventId(), mail);
        if (delivery.isSent()) {
            return new Outcome.SentBefore();
        }
        if (mail.isOverAt(command.now()) || deliveries.isSuperseded(mail) || deliveries.wasSentAgain(delivery)) {
            deliveries.update(delivery.superseded());
            return new Outcome.Superseded();
        }
        // the entry knows better where a mail goes that is sent again
        ServerAnswer answer = send(mail.as(delivery.messageId(), delivery.recipient()), delivery, command);
        Delivery after = delivery.after(answer, command.lastAttempt());
        deliveries.update(after);
        String reason = answer.withoutNaming(delivery.recipient());
        return switch (after.status()) {
            case SENT -> new Outcome.Sent();
            case QUEUED -> new Outcome.Postponed(reason);
            case FAILED ->
                answer instanceof ServerAnswer.Refused ? new Outcome.Refused(reason) : new Outcome.Failed(reason);
            case SUPERSEDED -> new Outcome.Superseded();
        };
    }

    /** Whatever goes wrong, the log says so: nobody else tries again after the last attempt. */
    private ServerAnswer send(Mail mail, Delivery delivery, Command command) {
        try {
            return transport.send(mail);
        } catch (RuntimeException | Error e) {
            String what = e.getClass().getSimpleName() + ": " + e.getMessage();
            deliveries.update(delivery.after(new ServerAnswer.TryLater(what), command.lastAttempt()));
            throw e;
        }
    }
}
