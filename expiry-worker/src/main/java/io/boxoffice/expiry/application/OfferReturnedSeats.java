package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.expiry.application.port.Offers.Round;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has seats offered of each show that some came back of, round after round, until all are served or it is enough. */
@ApplicationScoped
public class OfferReturnedSeats {

    /** After so many rounds a run ends, whatever is left: the next run goes on, and a stop is never far away. */
    public static final int MAX_ROUNDS = 100;

    private final Offers offers;
    private final ReturnedShows returned;

    OfferReturnedSeats(Offers offers, ReturnedShows returned) {
        this.offers = offers;
        this.returned = returned;
    }

    /** How many offers were made; shows that got no answer are asked for again in the next run. */
    public int handle() {
        int made = 0;
        List<ShowId> later = new ArrayList<>();
        try {
            for (int round = 0; round < MAX_ROUNDS; round++) {
                Optional<ShowId> show = returned.take();
                if (show.isEmpty()) {
                    break;
                }
                made += offer(show.get(), later);
            }
        } finally {
            later.forEach(returned::putBack);
        }
        return made;
    }

    /** A show whose next seats nobody can have this instant, because they are locked, waits for the next run. */
    private int offer(ShowId show, List<ShowId> later) {
        Round round;
        try {
            round = offers.offer(show);
        } catch (RuntimeException e) {
            returned.putBack(show);
            throw e;
        }
        if (round.more() && round.offers() == 0) {
            later.add(show);
        } else if (round.more()) {
            returned.putBack(show);
        } else {
            returned.served(show);
        }
        return round.offers();
    }
}
