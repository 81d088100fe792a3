package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Watcher;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets somebody watch the seats of a show. */
@ApplicationScoped
public class WatchSeats {

    private final LiveShows shows;
    private final NewShows newShows;

    WatchSeats(LiveShows shows, NewShows newShows) {
        this.shows = shows;
        this.newShows = newShows;
    }

    /** Where a watcher enters. Open for some seconds. */
    @FunctionalInterface
    public interface Entrance {

        /** Tells the watcher from now on; what comes back ends it. Never blocks. */
        Runnable enter(Watcher watcher);
    }

    /** Whether there is something to watch. */
    public sealed interface Outcome {

        record Open(Entrance entrance) implements Outcome {}

        /** The show is so new that its seats are not laid out yet. */
        record SeatsNotReady() implements Outcome {}

        record NoSuchShow() implements Outcome {}
    }

    public Outcome handle(ShowId show) {
        return shows.open(show)
                .<Outcome>map(live -> new Outcome.Open(live::enter))
                .orElseGet(() -> newShows.mayStillCome(show) ? new Outcome.SeatsNotReady() : new Outcome.NoSuchShow());
    }
}
