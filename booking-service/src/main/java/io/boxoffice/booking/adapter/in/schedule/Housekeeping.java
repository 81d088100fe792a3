package io.boxoffice.booking.adapter.in.schedule;

import io.boxoffice.booking.application.ForgetAttempts;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Throws away what is old, now and then. */
@ApplicationScoped
class Housekeeping {

    private final ForgetAttempts forgetAttempts;

    Housekeeping(ForgetAttempts forgetAttempts) {
        this.forgetAttempts = forgetAttempts;
    }

    @Scheduled(
            every = "{boxoffice.housekeeping.every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        forgetAttempts.handle();
    }
}
