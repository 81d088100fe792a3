package io.boxoffice.kernel.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what must not be lost. {@link #publish} returns only when the broker has confirmed every message of the
 * batch and returned none; on any doubt it drops the connection and throws, and the caller sends the batch again.
 */
@ApplicationScoped
public class ConfirmedPublisher {

    private static final Logger LOG = Logger.getLogger(ConfirmedPublisher.class);
    private static final long CONFIRM_TIMEOUT_MILLIS = 10_000;
    private static final int RECONNECT_MILLIS = 1_000;
    private static final int PERSISTENT = 2;

    private final RabbitSettings settings;
    private final Topology topology;
    private final Tracer tracer;
    private final Queue<Return> returned = new ConcurrentLinkedQueue<>();
    private @Nullable Connection connection;
    private volatile @Nullable Channel channel;
    private volatile boolean closed;
    private @Nullable Thread keeper;

    ConfirmedPublisher(RabbitSettings settings, RetrySettings retry, Tracer tracer) {
        this.settings = settings;
        this.topology = new Topology(retry.pauses());
        this.tracer = tracer;
    }

    /** Sees to it that the queues are there before the first consumer looks for them, if the broker is up. */
    void declareTopology(@Observes StartupEvent start) {
        if (!tryOpen()) {
            LOG.warnf("RabbitMQ cannot be reached at %s:%d yet", settings.host(), settings.port());
        }
        keeper = Thread.ofPlatform().daemon().name("rabbitmq-keeper").start(this::keepOpen);
    }

    /** Health tells the truth, and the queues come back, also while there is nothing to publish. */
    private void keepOpen() {
        try {
            while (!closed) {
                TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
                if (!isConnected() && !closed && tryOpen()) {
                    LOG.infof("RabbitMQ answers at %s:%d", settings.host(), settings.port());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean tryOpen() {
        try {
            open();
            return true;
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.debugf("RabbitMQ cannot be reached: %s", e);
            disconnect();
            return false;
        }
    }

    /**
     * Publishes a batch and waits for the broker's word.
     *
     * @throws PublishException if the broker could not be reached or did not take every message
     */
    public synchronized void publish(List<OutgoingMessage> batch) throws PublishException {
        try (PublishSpans spans = new PublishSpans(tracer)) {
            Channel open = open();
            returned.clear();
            for (OutgoingMessage message : batch) {
                AMQP.BasicProperties properties = properties(message, spans.headers(message));
                open.basicPublish(message.exchange(), message.routingKey(), true, properties, message.body());
            }
            open.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
            Return unroutable = returned.poll();
            if (unroutable != null) {
                throw new IOException("no queue for " + unroutable.getExchange() + "/" + unroutable.getRoutingKey());
            }
            spans.confirm();
        } catch (IOException | TimeoutException | RuntimeException e) {
            disconnect();
            throw new PublishException("RabbitMQ did not confirm a batch of " + batch.size(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            disconnect();
            throw new PublishException("interrupted while publishing", e);
        }
    }

    /** Whether there is an open connection to the broker. Never waits for a batch that is under way. */
    public boolean isConnected() {
        Channel current = channel;
        return current != null && current.isOpen();
    }

    private synchronized Channel open() throws IOException, TimeoutException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        if (closed) {
            throw new IOException("the publisher is closed");
        }
        disconnect();
        Connection fresh = RabbitConnections.open(settings, "boxoffice-publisher");
        connection = fresh;
        topology.declare(fresh);
        Channel opened = fresh.createChannel();
        opened.confirmSelect();
        opened.addReturnListener(returned::add);
        channel = opened;
        return opened;
    }

    @PreDestroy
    void close() {
        closed = true;
        if (keeper != null) {
            keeper.interrupt();
        }
        disconnect();
    }

    private synchronized void disconnect() {
        Connection old = connection;
        connection = null;
        channel = null;
        if (old != null) {
            old.abort(RabbitConnections.CONNECT_TIMEOUT_MILLIS);
        }
    }

    private static AMQP.BasicProperties properties(OutgoingMessage message, Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder()
                .messageId(message.messageId())
                .contentType("application/cloudevents+json")
                .deliveryMode(PERSISTENT)
                .headers(headers)
                .expiration(
                        message.timeToLive() == null
                                ? null
                                : Long.toString(message.timeToLive().toMillis()))
                .build();
    }
}
