package io.boxoffice.kernel.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.boxoffice.kernel.event.EventType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Every exchange and queue of Box Office, said once. Work queues are quorum queues; each has retry queues, whose
 * time-to-live is the pause before a message comes back, and a dead-letter queue for people.
 */
public final class Topology {

    /** Where all events are published. */
    public static final String EVENTS = "boxoffice.events";

    /** Where an event goes that no queue is bound for. */
    public static final String UNROUTED = "boxoffice.unrouted";

    /** Everything that happened, to be read and replayed by other systems. */
    public static final String ANALYTICS = "analytics.events";

    /** The default exchange, which routes to the queue of the routing key's name. */
    public static final String TO_QUEUE = "";

    /** A queue that one service works on. */
    public record WorkQueue(String name, List<String> routingKeys) {

        /** The queue in which a message waits before attempt {@code attempt + 1}; attempts count from 1. */
        public String retry(int attempt) {
            return name + ".retry." + attempt;
        }

        public String deadLetters() {
            return name + ".dlq";
        }
    }

    public static final WorkQueue BOOKING_SHOWS = new WorkQueue("booking-service.shows", List.of("show.*"));

    /** Requests to book that were answered 202; published straight to the queue. */
    public static final WorkQueue BOOKING_REQUESTS = new WorkQueue("booking.requests", List.of());

    public static final WorkQueue EMAIL_WORKER = new WorkQueue(
            "email-worker",
            List.of(
                    "booking.confirmed",
                    "booking.expired",
                    "booking.failed",
                    "booking.cancelled",
                    "booking.rescheduled",
                    "waiting-list.*"));
    public static final WorkQueue EXPIRY_WORKER =
            new WorkQueue("expiry-worker", List.of("booking.expired", "booking.failed", "booking.cancelled"));

    public static final List<WorkQueue> WORK_QUEUES =
            List.of(BOOKING_SHOWS, BOOKING_REQUESTS, EMAIL_WORKER, EXPIRY_WORKER);

    private static final Logger LOG = Logger.getLogger(Topology.class);

    /** Redeliveries (crashes of the consumer, not refusals) before the broker itself dead-letters a message. */
    private static final int DELIVERY_LIMIT = 20;

    private static final int LOOKS_LIMIT = 1_000_000_000;

    private static final long ANALYTICS_MAX_BYTES = 5_000_000_000L;
    private static final String ANALYTICS_MAX_AGE = "7D";

    /**
     * The broker looks at the age only when a segment is full, and drops whole segments: with its 500 MB, a house that sells
     * little would keep names for years. Two thousand events fill this one; five gigabytes are 2,500 files.
     */
    private static final long ANALYTICS_SEGMENT_BYTES = 2_000_000L;

    private final List<Duration> retryPauses;

    /** A topology whose n-th retry queue pauses for the n-th of these. */
    public Topology(List<Duration> retryPauses) {
        this.retryPauses = List.copyOf(retryPauses);
    }

    /** The work queue of that name, if it is one of ours. */
    public static Optional<WorkQueue> workQueue(String name) {
        return WORK_QUEUES.stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    /** How often a message is retried before it is dead-lettered. */
    public int retries() {
        return retryPauses.size();
    }

    /**
     * Declares everything; a queue that exists with other arguments is left as it is, with a line in the log that says
     * how to change it.
     */
    public void declare(Connection connection) throws IOException, TimeoutException {
        for (Step step : steps()) {
            Channel channel = connection.createChannel();
            try {
                step.declaration().on(channel);
                channel.close();
            } catch (IOException e) {
                if (!(e.getCause() instanceof ShutdownSignalException refusal) || refusal.isHardError()) {
                    throw e;
                }
                LOG.errorf(
                        "RabbitMQ refused '%s': it exists with other arguments and stays as it is. To change it, stop"
                                + " the services that publish (their events wait in the outbox), drain it, delete it,"
                                + " and start them again. (%s)",
                        step.name(), refusal.getReason());
            }
        }
    }

    private static Map<String, Object> workQueueArguments(WorkQueue queue) {
        Map<String, Object> arguments = quorum();
        arguments.put("x-delivery-limit", DELIVERY_LIMIT);
        deadLetterTo(arguments, queue.deadLetters());
        return arguments;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(UNROUTED, c -> c.exchangeDeclare(UNROUTED, "fanout", true)));
        steps.add(queue(UNROUTED, keptForPeople()));
        steps.add(new Step(UNROUTED, c -> c.queueBind(UNROUTED, UNROUTED, "")));
        steps.add(new Step(
                EVENTS, c -> c.exchangeDeclare(EVENTS, "topic", true, false, Map.of("alternate-exchange", UNROUTED))));
        steps.add(queue(
                ANALYTICS,
                Map.of(
                        "x-queue-type", "stream",
                        "x-max-age", ANALYTICS_MAX_AGE,
                        "x-max-length-bytes", ANALYTICS_MAX_BYTES,
                        "x-stream-max-segment-size-bytes", ANALYTICS_SEGMENT_BYTES)));
        // by name: with "#" no event would ever be unrouted
        for (EventType type : EventType.values()) {
            steps.add(new Step(ANALYTICS, c -> c.queueBind(ANALYTICS, EVENTS, type.routingKey())));
        }
        WORK_QUEUES.forEach(queue -> addWorkQueue(steps, queue));
        return steps;
    }

    private void addWorkQueue(List<Step> steps, WorkQueue queue) {
        steps.add(queue(queue.deadLetters(), keptForPeople()));
        steps.add(queue(queue.name(), workQueueArguments(queue)));
        for (String routingKey : queue.routingKeys()) {
            steps.add(new Step(queue.name(), c -> c.queueBind(queue.name(), EVENTS, routingKey)));
        }
        for (int attempt = 1; attempt <= retryPauses.size(); attempt++) {
            Map<String, Object> arguments = quorum();
            arguments.put("x-message-ttl", retryPauses.get(attempt - 1).toMillis());
            deadLetterTo(arguments, queue.name());
            steps.add(queue(queue.retry(attempt), arguments));
        }
    }

    private static Step queue(String name, Map<String, Object> arguments) {
        return new Step(name, c -> c.queueDeclare(name, true, false, false, arguments));
    }

    private static Map<String, Object> quorum() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("x-queue-type", "quorum");
        return arguments;
    }

    /** Looking at a message counts as a delivery, and newer brokers would throw it away at the twentieth look. */
    private static Map<String, Object> keptForPeople() {
        Map<String, Object> arguments = quorum();
        arguments.put("x-delivery-limit", LOOKS_LIMIT);
        return arguments;
    }

    /** Dead-lettering loses nothing only with this pair of settings. */
    private static void deadLetterTo(Map<String, Object> arguments, String queue) {
        arguments.put("x-dead-letter-exchange", TO_QUEUE);
        arguments.put("x-dead-letter-routing-key", queue);
        arguments.put("x-dead-letter-strategy", "at-least-once");
        arguments.put("x-overflow", "reject-publish");
    }

    private record Step(String name, Declaration declaration) {}

    @FunctionalInterface
    private interface Declaration {
        Object on(Channel channel) throws IOException;
    }
}
