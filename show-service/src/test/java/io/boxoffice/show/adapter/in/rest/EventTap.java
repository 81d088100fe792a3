package io.boxoffice.show.adapter.in.rest;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** A queue of our own that hears what the world is told. */
final class EventTap implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;
    private final String queue;

    EventTap(String routingKey) throws IOException, TimeoutException {
        Config config = ConfigProvider.getConfig();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(config.getValue("boxoffice.rabbitmq.host", String.class));
        factory.setPort(config.getValue("boxoffice.rabbitmq.port", Integer.class));
        factory.setUsername(config.getValue("boxoffice.rabbitmq.username", String.class));
        factory.setPassword(config.getValue("boxoffice.rabbitmq.password", String.class));
        factory.setVirtualHost(config.getValue("boxoffice.rabbitmq.virtual-host", String.class));
        connection = factory.newConnection("event-tap");
        channel = connection.createChannel();
        queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENTS, routingKey);
    }

    Envelope next() {
        return await().atMost(Duration.ofSeconds(20))
                .until(this::poll, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Envelope> poll() throws IOException {
        GetResponse message = channel.basicGet(queue, true);
        return Optional.ofNullable(message).map(GetResponse::getBody).map(EventCodec::read);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
