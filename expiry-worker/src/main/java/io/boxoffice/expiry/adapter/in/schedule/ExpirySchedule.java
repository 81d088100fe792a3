package io.boxoffice.expiry.adapter.in.schedule;

import io.boxoffice.expiry.application.ExpireDue;
import io.boxoffice.expiry.application.ExpireDue.Outcome;
import io.boxoffice.expiry.domain.Patience;
import io.boxoffice.kernel.metric.FailedRounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Expires what is due, again and again. The frequent runs grow patient while booking-service is away; the sweep takes
 * place regardless, so that nothing depends on one timer. Several workers, and both timers at once, do no harm.
 */
@ApplicationScoped
public class ExpirySchedule {

    private static final Logger LOG = Logger.getLogger(ExpirySchedule.class);

    private final ExpireDue expireDue;
    private final Counter expired;
    private final FailedRounds failures;
    private volatile Patience patience = Patience.FRESH;
    private volatile Instant lastDrained = Instant.now();

    ExpirySchedule(ExpireDue expireDue, MeterRegistry metrics) {
        this.expireDue = expireDue;
        this.expired = Counter.builder("boxoffice.expired")
                .description("Bookings that this worker had expired")
                .register(metrics);
        this.failures = new FailedRounds(metrics, "expire-due");
        Gauge.builder("boxoffice.expiry.age", () -> age().toMillis() / 1_000.0)
                .description("Time since nothing that was due was left")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Scheduled(every = "${boxoffice.expiry.every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (patience.mayAsk(Instant.now())) {
            expire();
        }
    }

    @Scheduled(every = "${boxoffice.expiry.sweep-every:30s}", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        expire();
    }

    /** Whether booking-service answered when it was last asked. */
    boolean isAnswered() {
        return patience.failures() == 0;
    }

    /** Time since a run last left nothing that was due, or since the start. */
    Duration age() {
        return Duration.between(lastDrained, Instant.now());
    }

    private void expire() {
        Outcome outcome;
        try {
            outcome = expireDue.handle(expired::increment);
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        if (outcome == Outcome.DRAINED) {
            lastDrained = Instant.now();
        }
        if (change(before -> Patience.FRESH).failures() > 0) {
            LOG.info("booking-service expires bookings again");
        }
    }

    private void failed(RuntimeException e) {
        failures.count();
        Instant now = Instant.now();
        if (change(before -> before.failed(now)).failures() == 0) {
            LOG.warnf("booking-service does not expire bookings, asking again in growing pauses: %s", e);
        } else {
            LOG.debugf("booking-service still does not expire bookings: %s", e);
        }
    }

    /** Both timers may come to their ends at once, and only one of them has the news. */
    private synchronized Patience change(UnaryOperator<Patience> change) {
        Patience before = patience;
        patience = change.apply(before);
        return before;
    }
}
