package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.SeatChanges;
import io.boxoffice.booking.application.port.Watcher;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.live.LivePicture;
import io.boxoffice.booking.domain.live.News;
import io.boxoffice.booking.domain.live.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One show that is watched. However many watch and however much changes, it is looked at once at a time, with a pause
 * between two looks; what changes meanwhile is told together. Each look compares every seat with what is known of it, so
 * nothing depends on the order in which transactions commit, and a missed hint costs only time.
 */
final class LiveShow {

    /** A snapshot that is this young is given to the next who comes. */
    private static final Duration SHARED = Duration.ofMillis(500);

    private final Show show;
    private final SeatChanges changes;
    private final LiveLimits limits;
    private final InstantSource clock;
    private final Executor looks;
    private final LivePicture picture;
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private Duration databaseAhead = Duration.ZERO;
    private Instant lastLook = Instant.EPOCH;
    private Instant lastUse;
    private @Nullable News snapshot;
    private boolean retired;
    private boolean looking;
    private boolean again;

    /** Has looked once. */
    LiveShow(Show show, SeatChanges changes, LiveLimits limits, InstantSource clock, Executor looks) {
        this.show = show;
        this.changes = changes;
        this.limits = limits;
        this.clock = clock;
        this.looks = looks;
        this.picture = new LivePicture(show);
        this.lastUse = clock.instant();
        learn(changes.since(show.id(), picture.versions()));
    }

    /** Tells everything, and from then on what is new; what comes back ends it. */
    synchronized Runnable enter(Watcher watcher) {
        lastUse = clock.instant();
        boolean first = watchers.isEmpty();
        watchers.add(watcher);
        watcher.tell(snapshot());
        if (first) {
            // nobody has looked while nobody watched
            hint();
        }
        return () -> leave(watcher);
    }

    private synchronized void leave(Watcher watcher) {
        watchers.remove(watcher);
        lastUse = clock.instant();
    }

    /** Looks soon: at once, unless the last look was a moment ago. */
    synchronized void hint() {
        if (looking) {
            again = true;
            return;
        }
        if (watchers.isEmpty()) {
            return;
        }
        looking = true;
        Duration sinceLast = Duration.between(lastLook, clock.instant());
        Duration wait = sinceLast.isNegative() ? limits.pause() : limits.pause().minus(sinceLast);
        CompletableFuture.delayedExecutor(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS, looks)
                .execute(this::look);
    }

    /** Keeps it for whoever is about to enter; false if it is too late for that. */
    synchronized boolean keep() {
        lastUse = clock.instant();
        return !retired;
    }

    /** Is not to be entered any more, if nobody has watched it for so long. */
    synchronized boolean retire(Duration unused) {
        retired = watchers.isEmpty() && lastUse.plus(unused).isBefore(clock.instant());
        return retired;
    }

    private void look() {
        try {
            learn(changes.since(show.id(), beginLook()));
        } catch (RuntimeException databaseAway) {
            // a later look finds what this one missed
        } finally {
            endLook();
        }
    }

    private synchronized int[] beginLook() {
        again = false;
        lastLook = clock.instant();
        return picture.versions();
    }

    private synchronized void endLook() {
        looking = false;
        if (again) {
            hint();
        }
    }

    private synchronized void learn(Sighting sighting) {
        databaseAhead = Duration.between(clock.instant(), sighting.at());
        picture.learn(sighting).ifPresent(news -> {
            snapshot = null;
            watchers.forEach(watcher -> watcher.tell(news));
        });
    }

    private News snapshot() {
        Instant now = clock.instant().plus(databaseAhead);
        News last = snapshot;
        if (last != null && now.isBefore(last.at().plus(SHARED))) {
            return last;
        }
        News fresh = picture.whole(now);
        snapshot = fresh;
        return fresh;
    }
}
