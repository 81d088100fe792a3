package io.boxoffice.booking.application;

import jakarta.enterprise.context.ApplicationScoped;

/** Tells those who watch what they may have missed, and which places have come back because their holds lapsed. */
@ApplicationScoped
public class CatchUpWithSeats {

    private final LiveShows shows;

    CatchUpWithSeats(LiveShows shows) {
        this.shows = shows;
    }

    public void handle() {
        shows.all().forEach(LiveShow::hint);
    }
}
