package io.boxoffice.booking.adapter.in.schedule;

import io.boxoffice.booking.application.FollowChangedShows;
import io.boxoffice.booking.application.ForgetAttempts;
import io.boxoffice.kernel.metric.FailedRounds;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Throws away what is old, and looks after what was left undone, now and then. */
@Startup
@ApplicationScoped
class Housekeeping {

    private final ForgetAttempts forgetAttempts;
    private final FollowChangedShows followChangedShows;
    private final FailedRounds failedForgetting;
    private final FailedRounds failedFollowing;

    Housekeeping(ForgetAttempts forgetAttempts, FollowChangedShows followChangedShows, MeterRegistry metrics) {
        this.forgetAttempts = forgetAttempts;
        this.followChangedShows = followChangedShows;
        this.failedForgetting = new FailedRounds(metrics, "forget-attempts");
        this.failedFollowing = new FailedRounds(metrics, "follow-changed-shows");
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAfterChangedShows() {
        failedFollowing.countIn(followChangedShows::handle);
    }

    @Scheduled(
            every = "{boxoffice.housekeeping.every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        failedForgetting.countIn(forgetAttempts::handle);
    }
}
