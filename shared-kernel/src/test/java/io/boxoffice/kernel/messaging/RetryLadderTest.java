package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.messaging.RetryLadder.Attempt;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Events;
import io.boxoffice.kernel.support.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays the consumer by hand, so that what the broker really hands over is what the ladder sees. */
class RetryLadderTest {

    private static final WorkQueue QUEUE = Topology.EMAIL_WORKER;
    private static final byte[] BODY = EventCodec.write(
            new Envelope("event-1", "/test", Events.NOON, null, Events.of(EventType.BOOKING_CONFIRMED)));

    private final Rabbit rabbit = new Rabbit();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ConfirmedPublisher publisher = Rabbit.publisher(Backends.rabbit());
    private final RetryLadder ladder = new RetryLadder(publisher, Rabbit.RETRY, metrics);
    private final List<String> settled = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();

    RetryLadderTest() throws Exception {}

    @AfterEach
    void close() {
        publisher.close();
        rabbit.close();
    }

    @Test
    void an_effect_that_works_is_acknowledged_and_counted() throws Exception {
        deliver(incoming(BODY, Map.of()), (envelope, attempt) -> {
            assertThat(envelope.id()).isEqualTo("event-1");
            attempts.add(attempt);
        });
        assertThat(settled).containsExactly("ack");
        assertThat(attempts).containsExactly(new Attempt(1, false));
        assertThat(count("done")).isEqualTo(1);
    }

    @Test
    void a_failing_effect_climbs_the_pauses_in_order_and_ends_among_the_dead_letters() throws Exception {
        GetResponse message = incoming(BODY, Map.of("traceparent", "00-1-2-01", "tries", 7));
        for (int attempt = 1; attempt <= 3; attempt++) {
            fail(message, new IllegalStateException("SMTP said no, " + attempt));
            message = rabbit.next(QUEUE.name());
            assertThat(text(message, "x-first-death-queue")).isEqualTo(QUEUE.retry(attempt));
            assertThat(text(message, "x-first-death-reason")).isEqualTo("expired");
            assertThat(text(message, RetryLadder.REASON_HEADER)).contains("SMTP said no, " + attempt);
        }
        fail(message, new IllegalStateException("SMTP said no for good"));

        GetResponse dead = rabbit.next(QUEUE.deadLetters());
        assertThat(dead.getBody()).isEqualTo(BODY);
        assertThat(dead.getProps().getMessageId()).isEqualTo("event-1");
        assertThat(text(dead, RetryLadder.REASON_HEADER)).contains("SMTP said no for good");
        assertThat(text(dead, RetryLadder.ROUTING_KEY_HEADER)).isEqualTo("booking.confirmed");
        assertThat(text(dead, "traceparent")).isEqualTo("00-1-2-01");
        assertThat(dead.getProps().getHeaders())
                .containsEntry("tries", 7)
                .containsEntry(RetryLadder.ATTEMPT_HEADER, 4)
                .doesNotContainKeys("x-death", "x-first-death-queue", "x-first-death-reason");
        assertThat(settled).containsExactly("ack", "ack", "ack", "ack");
        assertThat(attempts)
                .containsExactly(
                        new Attempt(1, false), new Attempt(2, false), new Attempt(3, false), new Attempt(4, true));
        assertThat(count("retried")).isEqualTo(3);
        assertThat(count("dead")).isEqualTo(1);
    }

    @Test
    void a_permanent_failure_is_dead_at_once() throws Exception {
        fail(incoming(BODY, Map.of()), new PermanentFailureException("no such address", null));
        assertThat(text(rabbit.next(QUEUE.deadLetters()), RetryLadder.REASON_HEADER))
                .contains("no such address");
        assertThat(settled).containsExactly("ack");
    }

    @Test
    void a_message_whose_time_has_not_come_takes_the_first_pause_again_and_again() throws Exception {
        GetResponse message = incoming(BODY, Map.of());
        for (int time = 1; time <= 5; time++) {
            fail(message, new NotYetException("its show is not there yet"));
            message = rabbit.next(QUEUE.name());
            assertThat(text(message, "x-first-death-queue")).isEqualTo(QUEUE.retry(1));
            assertThat(message.getProps().getMessageId()).isEqualTo("event-1");
            assertThat(message.getBody()).isEqualTo(BODY);
        }
        fail(message, new IllegalStateException("SMTP said no"));

        assertThat(text(rabbit.next(QUEUE.name()), "x-first-death-queue")).isEqualTo(QUEUE.retry(1));
        assertThat(attempts).containsOnly(new Attempt(1, false));
        assertThat(count("postponed")).isEqualTo(5);
    }

    @Test
    void a_message_that_cannot_be_read_is_dead_at_once() throws Exception {
        byte[] noise = "not json".getBytes(StandardCharsets.UTF_8);
        deliver(incoming(noise, Map.of()), (envelope, attempt) -> attempts.add(attempt));
        assertThat(rabbit.next(QUEUE.deadLetters()).getBody()).isEqualTo(noise);
        assertThat(attempts).isEmpty();
        assertThat(settled).containsExactly("ack");
    }

    @Test
    void an_error_of_the_machine_is_a_failure_like_any_other() throws Exception {
        deliver(incoming(BODY, Map.of()), (envelope, attempt) -> {
            throw new StackOverflowError("deep");
        });
        assertThat(text(rabbit.next(QUEUE.name()), RetryLadder.REASON_HEADER)).contains("deep");
        assertThat(settled).containsExactly("ack");
    }

    @Test
    void nonsense_in_the_attempt_header_does_not_trap_a_message() throws Exception {
        for (Object nonsense : new Object[] {-5, "three", Long.MIN_VALUE}) {
            fail(incoming(BODY, Map.of(RetryLadder.ATTEMPT_HEADER, nonsense)), new IllegalStateException("no"));
            assertThat(text(rabbit.next(QUEUE.name()), "x-first-death-queue")).isEqualTo(QUEUE.retry(1));
        }
        for (Object nonsense : new Object[] {Integer.MAX_VALUE, Long.MAX_VALUE}) {
            fail(incoming(BODY, Map.of(RetryLadder.ATTEMPT_HEADER, nonsense)), new IllegalStateException("no"));
            assertThat(rabbit.next(QUEUE.deadLetters()).getBody()).isEqualTo(BODY);
        }
        assertThat(settled).containsOnly("ack");
    }

    @Test
    void a_long_reason_is_shortened_and_an_absent_one_is_no_trouble() throws Exception {
        fail(incoming(BODY, Map.of()), new PermanentFailureException("x".repeat(100_000), null));
        assertThat(text(rabbit.next(QUEUE.deadLetters()), RetryLadder.REASON_HEADER))
                .hasSize(500);
        fail(incoming(BODY, Map.of()), new IllegalStateException());
        assertThat(text(rabbit.next(QUEUE.name()), RetryLadder.REASON_HEADER)).isEqualTo("IllegalStateException: null");
    }

    @Test
    void a_failed_message_that_cannot_be_sent_on_is_not_acknowledged() throws Exception {
        Wire nowhere = new Wire("127.0.0.1", 1);
        nowhere.close();
        ConfirmedPublisher cutOff = Rabbit.publisher(Backends.rabbitAt(nowhere.host(), nowhere.port()));
        RetryLadder broken = new RetryLadder(cutOff, Rabbit.RETRY, metrics);
        broken.deliver(QUEUE, message(incoming(BODY, Map.of())), (Envelope envelope) -> {
                    throw new IllegalStateException("SMTP said no");
                })
                .toCompletableFuture()
                .join();
        assertThat(settled).containsExactly("nack");
        assertThat(count("retried")).isZero();
    }

    private void fail(GetResponse message, RuntimeException failure) throws Exception {
        deliver(message, (envelope, attempt) -> {
            attempts.add(attempt);
            throw failure;
        });
    }

    private void deliver(GetResponse message, RetryLadder.Effect effect) throws Exception {
        ladder.deliver(QUEUE, message(message), effect).toCompletableFuture().join();
    }

    /** The message as it comes out of the queue after it was published with those headers. */
    private GetResponse incoming(byte[] body, Map<String, Object> headers) throws Exception {
        rabbit.channel()
                .basicPublish(
                        Topology.EVENTS,
                        "booking.confirmed",
                        new AMQP.BasicProperties.Builder()
                                .messageId("event-1")
                                .headers(new HashMap<>(headers))
                                .build(),
                        body);
        return rabbit.next(QUEUE.name());
    }

    private Message<byte[]> message(GetResponse message) {
        return Rabbit.message(
                message.getProps(),
                message.getEnvelope(),
                message.getBody(),
                () -> settled.add("ack"),
                () -> settled.add("nack"));
    }

    private double count(String outcome) {
        return metrics.counter("boxoffice.messages", "queue", QUEUE.name(), "outcome", outcome)
                .count();
    }

    private static String text(GetResponse message, String header) {
        return String.valueOf(message.getProps().getHeaders().get(header));
    }
}
