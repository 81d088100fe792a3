package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.application.port.Deliveries.Told;
import io.boxoffice.notification.application.port.MailQueue;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailWriter;
import io.boxoffice.notification.domain.ServerAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sends a mail again, as a new message with an entry of its own, to the same or to a corrected address. */
@ApplicationScoped
public class ResendMail {

    private final Deliveries deliveries;
    private final MailQueue queue;
    private final MailWriter writer;

    ResendMail(Deliveries deliveries, MailQueue queue, MailWriter writer) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.writer = writer;
    }

    /**
     * Which mail to send again.
     *
     * @param address where to, if not to where it went before
     */
    public record Command(long deliveryId, Optional<String> address, Instant now) {}

    /** What came of it. */
    public sealed interface Outcome {

        /** There is a new entry, whose mail is on its way. */
        record Queued(Delivery delivery) implements Outcome {}

        /** What it offers has ended, or its customer has a later mail about the booking: that one can be sent again. */
        record Superseded() implements Outcome {}

        record NotThere() implements Outcome {}
    }

    public Outcome handle(Command command) {
        return deliveries
                .find(command.deliveryId())
                .map(told -> resendUnlessSuperseded(told, command))
                .orElseGet(Outcome.NotThere::new);
    }

    private Outcome resendUnlessSuperseded(Told told, Command command) {
        Mail mail = writer.write(told.event());
        return mail.isOverAt(command.now()) || deliveries.isSuperseded(mail)
                ? new Outcome.Superseded()
                : new Outcome.Queued(resend(
                        told, mail, command.address().orElse(told.delivery().recipient())));
    }

    /** The entry comes first: the worker that gets the message finds there where it goes. */
    private Delivery resend(Told told, Mail before, String address) {
        String eventId = UUID.randomUUID().toString();
        Mail mail = before.again(eventId, address);
        Delivery opened = deliveries.open(eventId, mail);
        try {
            queue.add(eventId, told.event());
        } catch (RuntimeException e) {
            deliveries.update(opened.after(new ServerAnswer.TryLater("RabbitMQ is away"), true));
            throw e;
        }
        return opened;
    }
}
