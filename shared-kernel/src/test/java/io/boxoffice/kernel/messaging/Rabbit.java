package io.boxoffice.kernel.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.kernel.support.Backends;
import io.opentelemetry.api.trace.TracerProvider;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** The test's own view of the broker, with every queue there and empty. */
public final class Rabbit implements AutoCloseable {

    /** The pauses of every test here: a queue's pause cannot be changed. */
    public static final RetrySettings RETRY =
            () -> List.of(Duration.ofMillis(60), Duration.ofMillis(120), Duration.ofMillis(180));

    private final Connection connection;
    private final Channel channel;

    public Rabbit() throws Exception {
        connection = Backends.connectToRabbit();
        new Topology(RETRY.pauses()).declare(connection);
        channel = connection.createChannel();
        for (WorkQueue queue : Topology.WORK_QUEUES) {
            channel.queuePurge(queue.name());
            channel.queuePurge(queue.deadLetters());
            for (int attempt = 1; attempt <= RETRY.pauses().size(); attempt++) {
                channel.queuePurge(queue.retry(attempt));
            }
        }
        channel.queuePurge(Topology.UNROUTED);
    }

    /** A publisher that reaches the broker over those settings. */
    public static ConfirmedPublisher publisher(RabbitSettings settings) {
        return new ConfirmedPublisher(settings, RETRY, TracerProvider.noop().get("tests"));
    }

    /** Ends a publisher made here. */
    public static void close(ConfirmedPublisher publisher) {
        publisher.close();
    }

    public Connection connection() {
        return connection;
    }

    public Channel channel() {
        return channel;
    }

    /** The next message of the queue, acknowledged. */
    public GetResponse next(String queue) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Optional.ofNullable(channel.basicGet(queue, true)), Optional::isPresent)
                .orElseThrow();
    }

    /** Whether nothing is in the queue, or under way into it. */
    public boolean isEmpty(String queue) throws IOException {
        return channel.basicGet(queue, true) == null;
    }

    /** A message as a service's consumer is given it, with what happens when it is settled. */
    static Message<byte[]> message(
            BasicProperties properties, Envelope envelope, byte[] body, Runnable ack, Runnable nack) {
        try {
            var metadata = IncomingRabbitMQMetadata.class.getDeclaredConstructor(BasicProperties.class, Envelope.class);
            metadata.setAccessible(true);
            return Message.of(
                    body,
                    Metadata.of(metadata.newInstance(properties, envelope)),
                    () -> CompletableFuture.runAsync(ack, Runnable::run),
                    reason -> CompletableFuture.runAsync(nack, Runnable::run));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public void put(String queue, byte[] body, AMQP.BasicProperties properties) throws IOException {
        channel.basicPublish(Topology.TO_QUEUE, queue, properties, body);
    }

    @Override
    public void close() {
        connection.abort();
    }
}
