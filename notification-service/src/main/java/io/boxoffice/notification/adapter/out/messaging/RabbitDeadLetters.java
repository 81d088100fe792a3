package io.boxoffice.notification.adapter.out.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.OutgoingMessage;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.messaging.RabbitConnections;
import io.boxoffice.kernel.messaging.RabbitSettings;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.domain.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The dead-letter queues of RabbitMQ. Looking at messages means taking them and giving them back: a queue hands given
 * back messages out before all others and in the order they were given back in, so that looking always takes the same
 * window of the oldest ones, however few are asked for, and keeps their order. Whatever happens meanwhile, the end of the
 * connection gives everything back.
 */
@ApplicationScoped
class RabbitDeadLetters implements DeadLetters {

    private static final int CONFIRMED_TOGETHER = 100;

    private final RabbitSettings settings;
    private final ConfirmedPublisher publisher;

    RabbitDeadLetters(RabbitSettings settings, ConfirmedPublisher publisher) {
        this.settings = settings;
        this.publisher = publisher;
    }

    @Override
    public List<DeadLetter> oldest(String queue, int limit) {
        WorkQueue work = workQueue(queue);
        return onChannel(channel -> take(channel, work, WINDOW).stream()
                .limit(limit)
                .map(message -> DeadMessage.read(queue, message))
                .toList());
    }

    @Override
    public Optional<DeadLetter> find(String queue, String messageId) {
        WorkQueue work = workQueue(queue);
        return onChannel(channel -> take(channel, work, WINDOW).stream()
                .filter(message -> DeadMessage.id(message).equals(messageId))
                .findFirst()
                .map(message -> DeadMessage.read(queue, message)));
    }

    @Override
    public boolean redrive(String queue, String messageId) {
        WorkQueue work = workQueue(queue);
        return onChannel(channel -> {
            List<GetResponse> wanted = take(channel, work, WINDOW).stream()
                    .filter(message -> DeadMessage.id(message).equals(messageId))
                    .toList();
            sendBack(channel, work, wanted);
            return !wanted.isEmpty();
        });
    }

    @Override
    public int redriveOldest(String queue, int limit) {
        WorkQueue work = workQueue(queue);
        return onChannel(channel -> {
            int sent = 0;
            List<GetResponse> batch;
            do {
                batch = take(channel, work, Math.min(limit - sent, CONFIRMED_TOGETHER));
                sendBack(channel, work, batch);
                sent += batch.size();
            } while (!batch.isEmpty());
            return sent;
        });
    }

    @Override
    public Map<String, Long> depths() {
        return onChannel(channel -> {
            Map<String, Long> depths = new LinkedHashMap<>();
            for (WorkQueue queue : Topology.WORK_QUEUES) {
                depths.put(queue.name(), channel.messageCount(queue.deadLetters()));
            }
            return depths;
        });
    }

    @Override
    public long unrouted() {
        return onChannel(channel -> channel.messageCount(Topology.UNROUTED));
    }

    private static List<GetResponse> take(Channel channel, WorkQueue queue, int limit) throws IOException {
        List<GetResponse> taken = new ArrayList<>();
        while (taken.size() < limit) {
            GetResponse message = channel.basicGet(queue.deadLetters(), false);
            if (message == null) {
                break;
            }
            taken.add(message);
        }
        return taken;
    }

    /** First safe in the work queue, then gone from here: a crash in between leaves the message in both. */
    private void sendBack(Channel channel, WorkQueue queue, List<GetResponse> messages) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        try {
            publisher.publish(messages.stream()
                    .map(message -> new OutgoingMessage(
                            Topology.TO_QUEUE,
                            queue.name(),
                            DeadMessage.id(message),
                            message.getBody(),
                            RetryLadder.freshStart(DeadMessage.headers(message))))
                    .toList());
        } catch (PublishException e) {
            throw new IOException("dead letters stay where they are", e);
        }
        for (GetResponse message : messages) {
            channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        }
    }

    private static WorkQueue workQueue(String name) {
        return Topology.workQueue(name).orElseThrow(() -> new IllegalArgumentException("no work queue is " + name));
    }

    private <T> T onChannel(Work<T> work) {
        try (Connection connection = RabbitConnections.open(settings, "boxoffice-dead-letters");
                Channel channel = connection.createChannel()) {
            T result = work.on(channel);
            channel.basicRecover(true);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("RabbitMQ does not answer", e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Channel channel) throws IOException;
    }
}
