package io.boxoffice.notification.adapter.out.messaging;

import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.OutgoingMessage;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.notification.application.port.MailQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The email worker's queue, past the exchange: nobody else hears of the repetition. */
@ApplicationScoped
class RabbitMailQueue implements MailQueue {

    private static final String SOURCE = "/notification-service";

    private final ConfirmedPublisher publisher;

    RabbitMailQueue(ConfirmedPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void add(String eventId, Event event) {
        byte[] body = EventCodec.write(new Envelope(eventId, SOURCE, Instant.now(), null, event));
        try {
            publisher.publish(List.of(
                    new OutgoingMessage(Topology.TO_QUEUE, Topology.EMAIL_WORKER.name(), eventId, body, Map.of())));
        } catch (PublishException e) {
            throw new IllegalStateException("the mail is not queued", e);
        }
    }
}
