package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Wire;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConfirmedPublisherTest {

    private static final String QUEUE = Topology.BOOKING_SHOWS.name();

    private final Rabbit rabbit = new Rabbit();
    private final Wire wire =
            new Wire(Backends.rabbit().host(), Backends.rabbit().port());
    private final ConfirmedPublisher publisher = Rabbit.publisher(Backends.rabbitAt(wire.host(), wire.port()));

    ConfirmedPublisherTest() throws Exception {}

    @AfterEach
    void close() throws IOException {
        publisher.close();
        wire.close();
        rabbit.close();
    }

    @Test
    void a_batch_arrives_in_order_with_its_headers_to_be_kept_on_disk() throws PublishException {
        publisher.publish(batch(150));
        for (int i = 0; i < 150; i++) {
            GetResponse message = rabbit.next(QUEUE);
            assertThat(message.getProps().getMessageId()).isEqualTo("id-" + i);
            assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(message.getProps().getHeaders()).containsEntry("number", i);
        }
        assertThat(publisher.isConnected()).isTrue();
    }

    @Test
    void a_batch_that_is_cut_off_is_told_and_the_next_one_goes_through() throws PublishException {
        publisher.publish(batch(1));
        wire.cutAfter(5_000);
        assertThatExceptionOfType(PublishException.class).isThrownBy(() -> publisher.publish(batch(100)));
        assertThat(publisher.isConnected()).isFalse();
        publisher.publish(batch(100));
        assertThat(publisher.isConnected()).isTrue();
    }

    @Test
    void a_message_for_no_queue_is_told_and_harms_no_later_one() throws PublishException {
        OutgoingMessage lost = new OutgoingMessage(Topology.TO_QUEUE, "no-such-queue", "id", new byte[0], Map.of());
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publisher.publish(List.of(lost)))
                .havingCause()
                .withMessageContaining("no-such-queue");
        publisher.publish(batch(1));
        assertThat(rabbit.next(QUEUE).getProps().getMessageId()).isEqualTo("id-0");
    }

    @Test
    void a_message_whose_time_is_over_is_dead_lettered() throws PublishException {
        publisher.publish(List.of(new OutgoingMessage(
                Topology.TO_QUEUE,
                Topology.BOOKING_REQUESTS.name(),
                "late",
                new byte[] {1},
                Map.of(),
                Duration.ofMillis(20))));
        assertThat(rabbit.next(Topology.BOOKING_REQUESTS.deadLetters())
                        .getProps()
                        .getMessageId())
                .isEqualTo("late");
    }

    @Test
    void an_event_that_no_queue_is_bound_for_lands_among_the_unrouted() throws PublishException {
        byte[] body = {1, 2, 3};
        publisher.publish(
                List.of(new OutgoingMessage(Topology.EVENTS, "show.painted.blue", "odd", body, Map.of("a", "b"))));
        GetResponse unrouted = rabbit.next(Topology.UNROUTED);
        assertThat(unrouted.getBody()).isEqualTo(body);
        assertThat(unrouted.getProps().getMessageId()).isEqualTo("odd");
        assertThat(unrouted.getEnvelope().getRoutingKey()).isEqualTo("show.painted.blue");
    }

    @Test
    @Timeout(30)
    void health_does_not_wait_for_a_broker_that_has_fallen_silent() throws Exception {
        publisher.publish(batch(1));
        rabbit.next(QUEUE);
        wire.silence();
        Thread stuck = Thread.ofPlatform()
                .start(() -> assertThatExceptionOfType(PublishException.class)
                        .isThrownBy(() -> publisher.publish(batch(1))));
        Awaitility.await().until(() -> !rabbit.isEmpty(QUEUE) && stuck.getState() == Thread.State.TIMED_WAITING);
        long asked = System.nanoTime();
        assertThat(publisher.isConnected()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
        assertThat(stuck.isAlive()).isTrue();
        wire.close();
        assertThat(stuck.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void a_broker_that_comes_late_or_comes_back_is_found_with_nothing_to_publish() throws IOException {
        ConfirmedPublisher early;
        try (Wire gone = new Wire("127.0.0.1", 1)) {
            early = Rabbit.publisher(Backends.rabbitAt(gone.host(), gone.port()));
            early.declareTopology(new StartupEvent());
        }
        assertThat(early.isConnected()).isFalse();
        early.close();

        publisher.declareTopology(new StartupEvent());
        assertThat(publisher.isConnected()).isTrue();
        wire.cut();
        Awaitility.await().until(() -> !publisher.isConnected());
        Awaitility.await().until(publisher::isConnected);
    }

    @Test
    void an_interrupted_publisher_says_so_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(PublishException.class).isThrownBy(() -> publisher.publish(batch(1)));
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<OutgoingMessage> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new OutgoingMessage(
                        Topology.EVENTS, "show.published", "id-" + i, new byte[] {(byte) i}, Map.of("number", i)))
                .toList();
    }
}
