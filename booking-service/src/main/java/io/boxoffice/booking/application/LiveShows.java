package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.SeatChanges;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The shows that somebody watches on this instance. */
@ApplicationScoped
class LiveShows {

    /** So few, that those who watch never take the database from those who buy. */
    private static final int LOOKS_AT_ONCE = 2;

    /** How long a show stays that nobody watches. */
    private static final Duration UNUSED = Duration.ofSeconds(30);

    private final SeatChanges changes;
    private final LiveLimits limits;
    private final InstantSource clock;
    private final ExecutorService looks = Executors.newFixedThreadPool(
            LOOKS_AT_ONCE,
            task -> Thread.ofPlatform().daemon().name("live-seats").unstarted(task));
    private final ConcurrentMap<ShowId, CompletableFuture<Optional<LiveShow>>> shows = new ConcurrentHashMap<>();

    LiveShows(SeatChanges changes, LiveLimits limits, InstantSource clock) {
        this.changes = changes;
        this.limits = limits;
        this.clock = clock;
    }

    void stop(@Observes Shutdown shutdown) {
        looks.shutdownNow();
    }

    /** The show, if it has been laid out; those who ask for the same show together share one look. */
    Optional<LiveShow> open(ShowId id) {
        CompletableFuture<Optional<LiveShow>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<LiveShow>> first = shows.putIfAbsent(id, mine);
        if (first == null) {
            return load(id, mine);
        }
        Optional<LiveShow> show = join(first);
        if (show.isEmpty() || show.get().keep()) {
            return show;
        }
        shows.remove(id, first);
        return open(id);
    }

    private Optional<LiveShow> load(ShowId id, CompletableFuture<Optional<LiveShow>> loading) {
        try {
            Optional<LiveShow> show = changes.show(id).map(known -> new LiveShow(known, changes, limits, clock, looks));
            loading.complete(show);
            if (show.isEmpty()) {
                shows.remove(id);
            }
            return show;
        } catch (RuntimeException | Error e) {
            shows.remove(id);
            loading.completeExceptionally(e);
            throw e;
        }
    }

    private static Optional<LiveShow> join(CompletableFuture<Optional<LiveShow>> show) {
        try {
            return show.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The show, if somebody watches it. */
    Optional<LiveShow> find(ShowId id) {
        return Optional.ofNullable(shows.get(id)).flatMap(show -> show.getNow(Optional.empty()));
    }

    /** All that are watched; forgets those that have not been watched for a while. */
    Collection<LiveShow> all() {
        shows.values()
                .removeIf(show -> show.isDone()
                        && show.getNow(Optional.empty())
                                .filter(live -> live.retire(UNUSED))
                                .isPresent());
        return shows.values().stream()
                .filter(show -> !show.isCompletedExceptionally())
                .flatMap(show -> show.getNow(Optional.empty()).stream())
                .toList();
    }
}
