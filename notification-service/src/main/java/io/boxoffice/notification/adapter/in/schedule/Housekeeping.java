package io.boxoffice.notification.adapter.in.schedule;

import io.boxoffice.notification.application.ForgetMails;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Throws away what is old, now and then. */
@ApplicationScoped
class Housekeeping {

    private final ForgetMails forgetMails;
    private final Duration keep;

    Housekeeping(
            ForgetMails forgetMails,
            @ConfigProperty(name = "boxoffice.deliveries.keep", defaultValue = "90d") Duration keep) {
        this.forgetMails = forgetMails;
        this.keep = keep;
    }

    @Scheduled(
            every = "{boxoffice.housekeeping.every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        forgetMails.handle(Instant.now().minus(keep));
    }
}
