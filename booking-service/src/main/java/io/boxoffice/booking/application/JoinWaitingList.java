package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Joining.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Puts a customer at the end of a show's line; many customers at once, in groups, because a sold-out show is a rush. */
@ApplicationScoped
public class JoinWaitingList {

    private final SeatMapCache seatMaps;
    private final NewShows newShows;
    private final Lanes<Joining, Outcome> lanes;

    JoinWaitingList(
            WaitingList waitingList, SeatMapCache seatMaps, NewShows newShows, LaneLimits limits, LaneMonitor monitor) {
        this.seatMaps = seatMaps;
        this.newShows = newShows;
        this.lanes = new Lanes<>(
                "join",
                limits,
                Joining::show,
                waitingList::join,
                this::redraw,
                again -> false,
                new Outcome.Overloaded(),
                monitor);
    }

    void start(@Observes Startup startup) {
        lanes.start();
    }

    void stop(@Observes Shutdown shutdown) throws InterruptedException {
        lanes.stop();
    }

    public CompletionStage<Outcome> handle(Joining joining) {
        return lanes.submit(joining)
                .thenApply(outcome -> outcome instanceof Outcome.NoSuchShow && newShows.mayStillCome(joining.show())
                        ? new Outcome.SeatsNotReady()
                        : outcome);
    }

    private void redraw(List<Outcome> outcomes) {
        outcomes.stream()
                .filter(Outcome.Joined.class::isInstance)
                .map(outcome -> ((Outcome.Joined) outcome).show())
                .distinct()
                .forEach(seatMaps::drop);
    }
}
