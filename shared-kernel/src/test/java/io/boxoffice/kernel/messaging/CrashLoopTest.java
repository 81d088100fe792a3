package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Events;
import io.boxoffice.kernel.support.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Consumers that die as processes do: what they had in hand is neither done nor acknowledged nor refused. */
class CrashLoopTest {

    private static final WorkQueue QUEUE = Topology.EMAIL_WORKER;
    private static final String DEADLY = "deadly";
    private static final int DEATHS = 21;
    private static final int IN_HAND = 16;
    private static final int WORKERS = 8;
    private static final long WORK_MILLIS = 5;

    private final Rabbit rabbit = new Rabbit();
    private final ConfirmedPublisher publisher = Rabbit.publisher(Backends.rabbit());
    private final RetryLadder ladder = new RetryLadder(publisher, Rabbit.RETRY, new SimpleMeterRegistry());
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);

    CrashLoopTest() throws Exception {}

    @AfterEach
    void close() {
        end.countDown();
        publisher.close();
        rabbit.close();
    }

    /** The deadly message is the first that each consumer gets, together with those that wait behind it. */
    @Test
    void a_message_that_its_consumers_die_of_ends_among_the_dead_letters_and_takes_no_other_with_it() throws Exception {
        List<String> others =
                IntStream.range(0, IN_HAND).mapToObj(i -> "other " + i).toList();
        publish(DEADLY);
        others.forEach(this::publish);

        for (int i = 0; i < DEATHS; i++) {
            try (Consumer consumer = new Consumer()) {
                consumer.awaitDeath();
            }
        }
        GetResponse dead = rabbit.next(QUEUE.deadLetters());
        try (Consumer healthy = new Consumer()) {
            healthy.awaitDone(others);
        }

        assertThat(dead.getProps().getMessageId()).isEqualTo(DEADLY);
        assertThat(dead.getBody()).isEqualTo(body(DEADLY));
        assertThat(dead.getProps().getHeaders())
                .hasEntrySatisfying(
                        "x-first-death-reason", reason -> assertThat(reason).hasToString("delivery_limit"))
                .doesNotContainKey(RetryLadder.ATTEMPT_HEADER);
        assertThat(rabbit.isEmpty(QUEUE.deadLetters())).isTrue();
    }

    private void publish(String id) {
        try {
            rabbit.put(
                    QUEUE.name(),
                    body(id),
                    new AMQP.BasicProperties.Builder().messageId(id).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] body(String id) {
        return EventCodec.write(new Envelope(id, "/test", Events.NOON, null, Events.of(EventType.BOOKING_CONFIRMED)));
    }

    /** A process with several workers. */
    private final class Consumer implements AutoCloseable {

        private final CountDownLatch death = new CountDownLatch(1);
        private final Wire wire =
                new Wire(Backends.rabbit().host(), Backends.rabbit().port());
        private final ExecutorService workers =
                Executors.newFixedThreadPool(WORKERS, Thread.ofVirtual().factory());
        private final Channel channel = RabbitConnections.open(Backends.rabbitAt(wire.host(), wire.port()), "consumer")
                .createChannel();

        Consumer() throws Exception {
            channel.basicQos(IN_HAND);
            channel.basicConsume(
                    QUEUE.name(), false, (tag, message) -> workers.execute(() -> work(message)), tag -> {});
        }

        void awaitDeath() {
            await().until(() -> death.getCount() == 0);
        }

        void awaitDone(List<String> ids) {
            await().untilAsserted(() -> assertThat(done).containsAll(ids));
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }

        private void work(Delivery message) {
            ladder.deliver(
                    QUEUE,
                    Rabbit.message(
                            message.getProperties(),
                            message.getEnvelope(),
                            message.getBody(),
                            () -> acknowledge(message),
                            () -> {}),
                    event -> workOn(event.id()));
        }

        private void workOn(String id) {
            if (id.equals(DEADLY)) {
                wire.cut();
                death.countDown();
            }
            if (endsBefore(death, WORK_MILLIS)) {
                endsBefore(end, Long.MAX_VALUE);
            } else {
                done.add(id);
            }
        }

        private void acknowledge(Delivery message) {
            try {
                channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
            } catch (IOException | RuntimeException e) {
                // the process is dead
            }
        }

        private static boolean endsBefore(CountDownLatch latch, long millis) {
            try {
                return latch.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
