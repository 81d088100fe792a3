package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.expiry.application.port.Offers.Round;
import jakarta.enterprise.context.ApplicationScoped;

/** Has shows looked after that nobody looked after for a while, in case an event is late or was lost. */
@ApplicationScoped
public class SweepWaitingLists {

    /** After so many batches a run ends, whatever is left. */
    public static final int MAX_BATCHES = 20;

    private final Offers offers;

    SweepWaitingLists(Offers offers) {
        this.offers = offers;
    }

    /** How many offers were made. */
    public int handle() {
        int made = 0;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            Round round = offers.sweep();
            made += round.offers();
            if (!round.more()) {
                return made;
            }
        }
        return made;
    }
}
