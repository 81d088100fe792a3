package io.boxoffice.booking.adapter.in.schedule;

import io.boxoffice.booking.application.AuditBooks;
import io.boxoffice.kernel.metric.FailedRounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Audits one show now and then, and tells what was found as a metric that must stay 0. */
@ApplicationScoped
class BooksAudit {

    private static final Logger LOG = Logger.getLogger(BooksAudit.class);

    private final AuditBooks auditBooks;
    private final FailedRounds failures;
    private volatile long contradictions;

    BooksAudit(AuditBooks auditBooks, MeterRegistry metrics) {
        this.auditBooks = auditBooks;
        this.failures = new FailedRounds(metrics, "audit-books");
        Gauge.builder("boxoffice.books.contradictions", () -> contradictions)
                .description("Seats and bookings that contradict each other; anything but 0 is an oversell or a loss")
                .register(metrics);
    }

    @Scheduled(every = "{boxoffice.audit.every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void audit() {
        long found;
        try {
            found = auditBooks.handle();
        } catch (RuntimeException e) {
            failures.count();
            LOG.debugf("The books cannot be audited now: %s", e);
            return;
        }
        if (found > contradictions) {
            LOG.errorf("The books contradict themselves in %d places", found);
        }
        contradictions = found;
    }
}
