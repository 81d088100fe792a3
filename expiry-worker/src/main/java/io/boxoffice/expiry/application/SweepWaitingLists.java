package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.expiry.application.port.Offers.Round;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.IntConsumer;

/** Has shows looked after that nobody looked after for a while, in case an event is late or was lost. */
@ApplicationScoped
public class SweepWaitingLists {

    /** After so many batches a run ends, whatever is left. */
    public static final int MAX_BATCHES = 20;

    private final Offers offers;

    SweepWaitingLists(Offers offers) {
        this.offers = offers;
    }

    /** Tells {@code made} after each batch how many offers it made. */
    public void handle(IntConsumer made) {
        boolean more = true;
        for (int batch = 0; more && batch < MAX_BATCHES; batch++) {
            Round round = offers.sweep();
            made.accept(round.offers());
            more = round.more();
        }
    }
}
