package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.util.List;

/** Shows that change after they were laid out, and what that means for their seats and bookings. */
public interface ShowChanges {

    /** Writes what is new about the show, unless something newer is known. */
    void update(Show show);

    /** From now on no claim gets a seat of this show, for ever. */
    void cancel(ShowId show, int version);

    /** Takes the free seats of a cancelled show off sale; does nothing to others. */
    void blockSeats(ShowId show);

    /**
     * Lets up to {@code limit} live bookings follow their show, in one transaction: all of a cancelled show, else those
     * that remember an older version of it.
     *
     * @return how many there were; 0 when all have followed
     */
    int follow(ShowId show, int limit);

    /** The shows that were changed or cancelled since then. */
    List<ShowId> changedWithin(Duration past);
}
