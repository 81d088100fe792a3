package io.boxoffice.booking.adapter.in.messaging;

import io.boxoffice.booking.application.CatchUpWithSeats;
import io.boxoffice.booking.application.FollowSeats;
import io.boxoffice.kernel.cache.ShowHints;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Hears from every replica which shows have changed, and looks after those that are watched also without hearing. */
@ApplicationScoped
class SeatHints {

    private final ShowHints hints;
    private final FollowSeats followSeats;
    private final CatchUpWithSeats catchUp;

    SeatHints(ShowHints hints, FollowSeats followSeats, CatchUpWithSeats catchUp) {
        this.hints = hints;
        this.followSeats = followSeats;
        this.catchUp = catchUp;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void listen() {
        hints.listen(followSeats::handle);
    }

    @Scheduled(every = "{boxoffice.live.catch-up:3s}", concurrentExecution = ConcurrentExecution.SKIP)
    void catchUp() {
        catchUp.handle();
    }
}
