package io.boxoffice.notification.adapter.in.schedule;

import io.boxoffice.notification.application.CountDeadLetters;
import io.boxoffice.notification.application.CountDeadLetters.Counts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Counts what waits for people, now and then; while RabbitMQ is away the metrics are away too. */
@ApplicationScoped
class DeadLetterMetrics {

    private static final Logger LOG = Logger.getLogger(DeadLetterMetrics.class);

    private final CountDeadLetters countDeadLetters;
    private final MultiGauge deadLetters;
    private final MultiGauge unrouted;

    DeadLetterMetrics(CountDeadLetters countDeadLetters, MeterRegistry metrics) {
        this.countDeadLetters = countDeadLetters;
        this.deadLetters = MultiGauge.builder("boxoffice.dead.letters")
                .description("Messages of a queue that were given up and wait for people")
                .register(metrics);
        this.unrouted = MultiGauge.builder("boxoffice.unrouted")
                .description("Events that no queue was bound for")
                .register(metrics);
    }

    @Scheduled(every = "{boxoffice.dead-letters.count-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try {
            Counts counts = countDeadLetters.handle();
            tell(counts.given(), List.of(Row.of(Tags.empty(), counts.unrouted())));
        } catch (RuntimeException e) {
            tell(Map.of(), List.of());
            LOG.debugf("Dead letters cannot be counted: %s", e);
        }
    }

    private void tell(Map<String, Long> given, List<Row<?>> lost) {
        deadLetters.register(
                given.entrySet().stream()
                        .map(depth -> Row.of(Tags.of("queue", depth.getKey()), depth.getValue()))
                        .collect(Collectors.toList()),
                true);
        unrouted.register(lost, true);
    }
}
