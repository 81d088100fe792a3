package io.boxoffice.booking.adapter.in.schedule;

import io.boxoffice.booking.application.CountWaiting;
import io.boxoffice.kernel.metric.FailedRounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Counts now and then who waits for places; every replica tells the same. */
@ApplicationScoped
class WaitingListMetrics {

    private static final Logger LOG = Logger.getLogger(WaitingListMetrics.class);

    private final CountWaiting countWaiting;
    private final FailedRounds failures;
    private volatile long length;

    WaitingListMetrics(CountWaiting countWaiting, MeterRegistry metrics) {
        this.countWaiting = countWaiting;
        this.failures = new FailedRounds(metrics, "count-waiting");
        Gauge.builder("boxoffice.waiting.list.length", () -> length)
                .description("Customers who wait for places, for all shows together")
                .register(metrics);
    }

    @Scheduled(every = "${boxoffice.waiting-list.count-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try {
            length = countWaiting.handle();
        } catch (RuntimeException e) {
            failures.count();
            LOG.debugf("Nobody can be counted now: %s", e);
        }
    }
}
