package io.boxoffice.notification.adapter.in.schedule;

import io.boxoffice.kernel.metric.FailedRounds;
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
    private final FailedRounds failures;
    private final MultiGauge deadLetters;
    private final MultiGauge unrouted;
    private final MultiGauge backlogs;

    DeadLetterMetrics(CountDeadLetters countDeadLetters, MeterRegistry metrics) {
        this.countDeadLetters = countDeadLetters;
        this.failures = new FailedRounds(metrics, "count-dead-letters");
        this.deadLetters = MultiGauge.builder("boxoffice.dead.letters")
                .description("Messages of a queue that were given up and wait for people")
                .register(metrics);
        this.unrouted = MultiGauge.builder("boxoffice.unrouted")
                .description("Events that no queue was bound for")
                .register(metrics);
        this.backlogs = MultiGauge.builder("boxoffice.queue.backlog")
                .description("Messages that wait for a consumer of their queue")
                .register(metrics);
    }

    @Scheduled(every = "{boxoffice.dead-letters.count-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try {
            Counts counts = countDeadLetters.handle();
            tell(counts.given(), List.of(Row.of(Tags.empty(), counts.unrouted())), counts.backlogs());
        } catch (RuntimeException e) {
            failures.count();
            tell(Map.of(), List.of(), Map.of());
            LOG.debugf("Dead letters cannot be counted: %s", e);
        }
    }

    private void tell(Map<String, Long> given, List<Row<?>> lost, Map<String, Long> waiting) {
        deadLetters.register(rows(given), true);
        unrouted.register(lost, true);
        backlogs.register(rows(waiting), true);
    }

    private static List<Row<?>> rows(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> Row.of(Tags.of("queue", count.getKey()), count.getValue()))
                .collect(Collectors.toList());
    }
}
