package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.application.port.Deliveries.Told;
import io.boxoffice.notification.application.port.MailQueue;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailWriter;
import io.boxoffice.notification.domain.ServerAnswer;
import jakarta.enterprise.context.ApplicationScoped;
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
    public record Command(long deliveryId, Optional<String> address) {}

    /** The new entry, or nothing if there is no such mail any more. */
    public Optional<Delivery> handle(Command command) {
        return deliveries.find(command.deliveryId()).map(told -> resend(told, command.address()));
    }

    /** The entry comes first: the worker that gets the message finds there where it goes. */
    private Delivery resend(Told told, Optional<String> address) {
        String eventId = UUID.randomUUID().toString();
        Mail mail = writer.write(told.event())
                .again(eventId, address.orElse(told.delivery().recipient()));
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
