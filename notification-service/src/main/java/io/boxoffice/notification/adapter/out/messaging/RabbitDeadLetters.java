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
import java.util.function.Function;

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
        Heap heap = Heap.of(queue);
        return onChannel(channel -> take(channel, heap, WINDOW).stream()
                .limit(limit)
                .map(message -> DeadMessage.read(queue, message))
                .toList());
    }

    @Override
    public Optional<DeadLetter> find(String queue, String messageId) {
        Heap heap = Heap.of(queue);
        return onChannel(channel -> take(channel, heap, WINDOW).stream()
                .filter(message -> DeadMessage.id(message).equals(messageId))
                .findFirst()
                .map(message -> DeadMessage.read(queue, message)));
    }

    @Override
    public int redrive(String queue, String messageId) {
        Heap heap = Heap.of(queue);
        return onChannel(channel -> {
            List<GetResponse> wanted = take(channel, heap, WINDOW).stream()
                    .filter(message -> DeadMessage.id(message).equals(messageId))
                    .toList();
            sendBack(channel, heap, wanted);
            return wanted.size();
        });
    }

    @Override
    public int redriveOldest(String queue, int limit) {
        Heap heap = Heap.of(queue);
        return onChannel(channel -> {
            int sent = 0;
            List<GetResponse> batch;
            do {
                batch = take(channel, heap, Math.min(limit - sent, CONFIRMED_TOGETHER));
                sendBack(channel, heap, batch);
                sent += batch.size();
            } while (!batch.isEmpty());
            return sent;
        });
    }

    @Override
    public Map<String, Long> depths() {
        return onChannel(channel -> {
            Map<String, Long> depths = counted(channel, WorkQueue::deadLetters);
            depths.put(UNROUTED, channel.messageCount(Topology.UNROUTED));
            return depths;
        });
    }

    @Override
    public Map<String, Long> backlogs() {
        return onChannel(channel -> counted(channel, WorkQueue::name));
    }

    private static Map<String, Long> counted(Channel channel, Function<WorkQueue, String> name) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (WorkQueue queue : Topology.WORK_QUEUES) {
            counts.put(queue.name(), channel.messageCount(name.apply(queue)));
        }
        return counts;
    }

    private static List<GetResponse> take(Channel channel, Heap heap, int limit) throws IOException {
        List<GetResponse> taken = new ArrayList<>();
        while (taken.size() < limit) {
            GetResponse message = channel.basicGet(heap.queue(), false);
            if (message == null) {
                break;
            }
            taken.add(message);
        }
        return taken;
    }

    /** First safe in the work queue, then gone from here: a crash in between leaves the message in both. */
    private void sendBack(Channel channel, Heap heap, List<GetResponse> messages) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        try {
            publisher.publish(messages.stream()
                    .map(message -> new OutgoingMessage(
                            heap.exchange(),
                            heap.workQueue().orElse(message.getEnvelope().getRoutingKey()),
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

    /**
     * Where messages wait for people.
     *
     * @param exchange where they go back to
     * @param workQueue the queue they came from; what came from none goes where it was routed at first
     */
    private record Heap(String queue, String exchange, Optional<String> workQueue) {

        static Heap of(String name) {
            if (name.equals(UNROUTED)) {
                return new Heap(Topology.UNROUTED, Topology.EVENTS, Optional.empty());
            }
            WorkQueue work = Topology.workQueue(name)
                    .orElseThrow(() -> new IllegalArgumentException("no work queue is " + name));
            return new Heap(work.deadLetters(), Topology.TO_QUEUE, Optional.of(name));
        }
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
