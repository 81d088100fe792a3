package io.boxoffice.notification;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.OutgoingMessage;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.messaging.RabbitConnections;
import io.boxoffice.kernel.messaging.RabbitSettings;
import io.boxoffice.kernel.messaging.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** The broker as booking-service and an operator see it. */
@ApplicationScoped
public class Broker {

    /** A message in the dead-letter queue. */
    public record DeadLetter(String id, String body, Map<String, String> headers) {}

    private final ConfirmedPublisher publisher;
    private final RabbitSettings settings;

    Broker(ConfirmedPublisher publisher, RabbitSettings settings) {
        this.publisher = publisher;
        this.settings = settings;
    }

    public String confirmed(Bookings booking) {
        return publish(new BookingConfirmed(booking.snapshot(), Instant.now()));
    }

    public String expired(Bookings booking) {
        return publish(new BookingExpired(booking.snapshot(), Instant.now(), null));
    }

    public String cancelled(Bookings booking) {
        return publish(new BookingCancelled(booking.snapshot(), BookingCancelled.Cause.CUSTOMER, Instant.now()));
    }

    public String declined(Bookings booking) {
        return publish(new BookingFailed(booking.snapshot(), BookingFailed.Reason.RELEASED, Instant.now(), true));
    }

    /** Publishes an event and tells its id. */
    public String publish(Event event) {
        String id = UUID.randomUUID().toString();
        publish(id, event);
        return id;
    }

    public void publish(String id, Event event) {
        Envelope envelope = new Envelope(id, "/booking-service", Instant.now(), null, event);
        publish(id, event.type().routingKey(), EventCodec.write(envelope));
    }

    public void publish(String id, String routingKey, byte[] body) {
        publish(new OutgoingMessage(Topology.EVENTS, routingKey, id, body, Map.of()));
    }

    private void publish(OutgoingMessage message) {
        try {
            publisher.publish(List.of(message));
        } catch (PublishException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a message straight into a queue. */
    public void put(String queue, String id, String body, Map<String, Object> headers) {
        publish(new OutgoingMessage(Topology.TO_QUEUE, queue, id, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    /** Takes the next message out of the dead-letter queue. */
    public Optional<DeadLetter> takeDeadLetter() {
        return take(Topology.EMAIL_WORKER.deadLetters());
    }

    /** Takes the next message out of a queue. */
    public Optional<DeadLetter> take(String queue) {
        return onChannel(
                channel -> Optional.ofNullable(channel.basicGet(queue, true)).map(Broker::deadLetter));
    }

    /** Empties a queue. */
    public void purge(String queue) {
        onChannel(channel -> channel.queuePurge(queue));
    }

    /** Has a queue hear of events with that routing key. */
    public void bind(String queue, String routingKey) {
        onChannel(channel -> channel.queueBind(queue, Topology.EVENTS, routingKey));
    }

    public void unbind(String queue, String routingKey) {
        onChannel(channel -> channel.queueUnbind(queue, Topology.EVENTS, routingKey));
    }

    private <T> T onChannel(Work<T> work) {
        try (Connection connection = RabbitConnections.open(settings, "test");
                Channel channel = connection.createChannel()) {
            return work.on(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Channel channel) throws IOException;
    }

    private static DeadLetter deadLetter(GetResponse message) {
        Map<String, String> headers = new HashMap<>();
        message.getProps().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new DeadLetter(
                message.getProps().getMessageId(), new String(message.getBody(), StandardCharsets.UTF_8), headers);
    }
}
