package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.ShowChanges;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Looks once more after shows that changed a short while ago: a hold that was being written at that moment may remember
 * the show as it was.
 */
@ApplicationScoped
public class FollowChangedShows {

    private static final Duration LATELY = Duration.ofMinutes(10);

    private final ShowChanges changes;
    private final FollowShow followShow;

    FollowChangedShows(ShowChanges changes, FollowShow followShow) {
        this.changes = changes;
        this.followShow = followShow;
    }

    public void handle() {
        changes.changedWithin(LATELY).forEach(followShow::carryThrough);
    }
}
