package io.boxoffice.expiry.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Notes that seats of a show came back, for whoever waits for them. */
@ApplicationScoped
public class WakeWaitingList {

    private final ReturnedShows returned;

    WakeWaitingList(ReturnedShows returned) {
        this.returned = returned;
    }

    public void handle(ShowId show) {
        returned.add(show);
    }
}
