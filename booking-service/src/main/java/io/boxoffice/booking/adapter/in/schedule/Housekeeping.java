package io.boxoffice.booking.adapter.in.schedule;

import io.boxoffice.booking.application.FollowChangedShows;
import io.boxoffice.booking.application.ForgetAttempts;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Throws away what is old, and looks after what was left undone, now and then. */
@ApplicationScoped
class Housekeeping {

    private final ForgetAttempts forgetAttempts;
    private final FollowChangedShows followChangedShows;

    Housekeeping(ForgetAttempts forgetAttempts, FollowChangedShows followChangedShows) {
        this.forgetAttempts = forgetAttempts;
        this.followChangedShows = followChangedShows;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAfterChangedShows() {
        followChangedShows.handle();
    }

    @Scheduled(
            every = "{boxoffice.housekeeping.every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        forgetAttempts.handle();
    }
}
