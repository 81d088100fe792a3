package io.boxoffice.kernel.messaging;

import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a message whose effect fails: it waits in the next retry queue, longer each time, and in the end goes
 * to the dead-letter queue with its body, headers and the reason. Neither blocks the messages behind it. The message is
 * acknowledged only when its effect, its retry or its dead letter is safe; otherwise it goes back to the queue.
 */
@ApplicationScoped
public class RetryLadder {

    /** How often the message was tried before. */
    public static final String ATTEMPT_HEADER = "x-boxoffice-attempt";

    /** Why the last attempt failed. */
    public static final String REASON_HEADER = "x-boxoffice-reason";

    /** When the last attempt failed, in the format of ISO 8601. */
    public static final String FAILED_AT_HEADER = "x-boxoffice-failed-at";

    /** The routing key the message was first published with. */
    public static final String ROUTING_KEY_HEADER = "x-boxoffice-routing-key";

    private static final Logger LOG = Logger.getLogger(RetryLadder.class);
    private static final int MAX_REASON_LENGTH = 500;
    private static final int MAX_ATTEMPTS = 1_000;

    /** How often the broker delivered the message before, to consumers that died. */
    private static final String DELIVERIES_HEADER = "x-delivery-count";

    private static final int SUSPICIOUS_DELIVERIES = 3;
    private static final Duration LONGEST_HESITATION = Duration.ofSeconds(1);

    /** What the broker counts by itself, for each message anew. */
    private static final List<String> BROKER_HEADERS =
            List.of("x-death", "x-first-death", "x-last-death", DELIVERIES_HEADER);

    /** What is told of the attempts so far. */
    private static final Set<String> ATTEMPT_HEADERS = Set.of(ATTEMPT_HEADER, REASON_HEADER, FAILED_AT_HEADER);

    private static final long DRAIN_SECONDS = 10;
    private static final int ALL = Integer.MAX_VALUE;

    private final ConfirmedPublisher publisher;
    private final RetrySettings settings;
    private final MeterRegistry metrics;
    private final Semaphore underWay = new Semaphore(ALL);
    private volatile boolean stopping;

    RetryLadder(ConfirmedPublisher publisher, RetrySettings settings, MeterRegistry metrics) {
        this.publisher = publisher;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Which attempt an effect is in, counted from 1, and whether it is the last one. */
    public record Attempt(int number, boolean last) {}

    /** An effect that wants to know which attempt it is in. */
    @FunctionalInterface
    public interface Effect {
        void accept(Envelope envelope, Attempt attempt);
    }

    /** Reads the message, runs the effect and settles the message. */
    public CompletionStage<Void> deliver(WorkQueue queue, Message<byte[]> message, Consumer<Envelope> effect) {
        return deliver(queue, message, (envelope, attempt) -> effect.accept(envelope));
    }

    /** Reads the message, runs the effect and settles the message. */
    public CompletionStage<Void> deliver(WorkQueue queue, Message<byte[]> message, Effect effect) {
        return unlessStopping(
                queue, message, delivery -> effect.accept(EventCodec.read(delivery.body()), attempt(delivery)));
    }

    /** Runs the effect on a message that is no event, and settles the message. */
    public CompletionStage<Void> deliverBody(WorkQueue queue, Message<byte[]> message, Consumer<byte[]> effect) {
        return unlessStopping(queue, message, delivery -> effect.accept(delivery.body()));
    }

    private CompletionStage<Void> unlessStopping(WorkQueue queue, Message<byte[]> message, Consumer<Delivery> effect) {
        if (stopping || !underWay.tryAcquire()) {
            return leftToTheBroker();
        }
        try {
            return settle(queue, message, effect).whenComplete((done, failure) -> underWay.release());
        } catch (RuntimeException | Error e) {
            underWay.release();
            throw e;
        }
    }

    /** The headers of a message that starts at the foot of the ladder again. */
    public static Map<String, Object> freshStart(Map<String, Object> headers) {
        Map<String, Object> fresh = withoutBrokerHeaders(headers);
        fresh.keySet().removeAll(ATTEMPT_HEADERS);
        return fresh;
    }

    /** The message's id, or a name made of its content if nobody gave it one. */
    public static String idOf(@Nullable String messageId, byte[] body) {
        return messageId != null ? messageId : "unnamed-" + UUID.nameUUIDFromBytes(body);
    }

    /** Lets effects under way end before the service stops; otherwise they would be cut off, and done twice. */
    void drain(@Observes ShutdownEvent shutdown) throws InterruptedException {
        if (stopping) {
            return;
        }
        stopping = true;
        if (!underWay.tryAcquire(ALL, DRAIN_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("Messages under way are cut off; they will be delivered again");
        }
    }

    /** Neither acknowledged nor refused: the broker delivers it again when this connection ends. */
    private static CompletionStage<Void> leftToTheBroker() {
        return new CompletableFuture<>();
    }

    private CompletionStage<Void> settle(WorkQueue queue, Message<byte[]> message, Consumer<Delivery> effect) {
        Delivery delivery = Delivery.of(message);
        try {
            hesitate(delivery);
            effect.accept(delivery);
            count(queue, "done");
        } catch (RuntimeException | Error failure) {
            try {
                sendOn(queue, delivery, failure);
            } catch (PublishException unsafe) {
                LOG.warnf("A failed message stays in '%s': %s", queue.name(), unsafe.getCause());
                return message.nack(unsafe);
            }
        }
        return message.ack();
    }

    /**
     * A consumer that dies is counted against every message in its hands, not only against the one it died of. If that
     * happens again and again, each waits for a moment of its own, another one each time, so that sooner or later all
     * others are done before the deadly one.
     */
    private static void hesitate(Delivery delivery) {
        if (delivery.deliveries() < SUSPICIOUS_DELIVERIES) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(
                    new SplittableRandom(31L * delivery.messageId().hashCode() + delivery.deliveries())
                            .nextLong(LONGEST_HESITATION.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Attempt attempt(Delivery delivery) {
        int number = delivery.attempts() + 1;
        return new Attempt(number, number > settings.pauses().size());
    }

    private void sendOn(WorkQueue queue, Delivery delivery, Throwable failure) throws PublishException {
        if (failure instanceof NotYetException) {
            publish(queue.retry(1), delivery, Map.of());
            count(queue, "postponed");
            return;
        }
        Attempt attempt = attempt(delivery);
        boolean dead = failure instanceof PermanentFailureException || attempt.last();
        String target = dead ? queue.deadLetters() : queue.retry(attempt.number());
        publish(
                target,
                delivery,
                Map.of(
                        ATTEMPT_HEADER, attempt.number(),
                        REASON_HEADER, reason(failure),
                        FAILED_AT_HEADER, Instant.now().toString()));
        LOG.warnf(
                "Message %s of '%s' failed in attempt %d and went to '%s': %s",
                delivery.messageId(), queue.name(), attempt.number(), target, reason(failure));
        count(queue, dead ? "dead" : "retried");
    }

    private void publish(String target, Delivery delivery, Map<String, Object> told) throws PublishException {
        Map<String, Object> headers = new HashMap<>(delivery.headers());
        headers.putAll(told);
        headers.putIfAbsent(ROUTING_KEY_HEADER, delivery.routingKey());
        publisher.publish(List.of(
                new OutgoingMessage(Topology.TO_QUEUE, target, delivery.messageId(), delivery.body(), headers)));
    }

    private void count(WorkQueue queue, String outcome) {
        metrics.counter("boxoffice.messages", "queue", queue.name(), "outcome", outcome)
                .increment();
    }

    private static String reason(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() <= MAX_REASON_LENGTH ? text : text.substring(0, MAX_REASON_LENGTH);
    }

    private static Map<String, Object> withoutBrokerHeaders(Map<String, Object> headers) {
        Map<String, Object> own = new HashMap<>(headers);
        own.keySet().removeIf(name -> BROKER_HEADERS.stream().anyMatch(name::startsWith));
        own.values().removeIf(Objects::isNull);
        return own;
    }

    private record Delivery(
            byte[] body,
            String messageId,
            String routingKey,
            Map<String, Object> headers,
            int attempts,
            int deliveries) {

        static Delivery of(Message<byte[]> message) {
            IncomingRabbitMQMetadata metadata =
                    message.getMetadata(IncomingRabbitMQMetadata.class).orElseThrow();
            Map<String, Object> headers = metadata.getHeaders();
            byte[] body = message.getPayload();
            return new Delivery(
                    body,
                    idOf(metadata.getMessageId().orElse(null), body),
                    metadata.getRoutingKey(),
                    withoutBrokerHeaders(headers),
                    count(headers, ATTEMPT_HEADER),
                    count(headers, DELIVERIES_HEADER));
        }

        private static int count(Map<String, Object> headers, String name) {
            return headers.get(name) instanceof Number number ? Math.clamp(number.longValue(), 0, MAX_ATTEMPTS) : 0;
        }
    }
}
