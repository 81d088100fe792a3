package io.boxoffice.booking.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells those who watch a show that has just changed, wherever that was done. */
@ApplicationScoped
public class FollowSeats {

    private final LiveShows shows;

    FollowSeats(LiveShows shows) {
        this.shows = shows;
    }

    public void handle(ShowId show) {
        shows.find(show).ifPresent(LiveShow::hint);
    }
}
