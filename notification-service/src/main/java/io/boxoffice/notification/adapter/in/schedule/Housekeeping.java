package io.boxoffice.notification.adapter.in.schedule;

import io.boxoffice.kernel.metric.FailedRounds;
import io.boxoffice.notification.application.ForgetMails;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Throws away what is old, now and then. */
@Startup
@ApplicationScoped
class Housekeeping {

    private final ForgetMails forgetMails;
    private final Duration keep;
    private final FailedRounds failures;

    Housekeeping(
            ForgetMails forgetMails,
            MeterRegistry metrics,
            @ConfigProperty(name = "boxoffice.deliveries.keep", defaultValue = "90d") Duration keep) {
        this.forgetMails = forgetMails;
        this.keep = keep;
        this.failures = new FailedRounds(metrics, "forget-mails");
    }

    @Scheduled(
            every = "{boxoffice.housekeeping.every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        failures.countIn(() -> forgetMails.handle(Instant.now().minus(keep)));
    }
}
