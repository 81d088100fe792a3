package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.kernel.id.ShowId;
import java.util.List;
import java.util.Optional;

/** Everybody who waits for places. What changes the line of one show happens one after the other. */
public interface WaitingList {

    /**
     * Puts many in line at once, in one transaction. From then on, seats of theirs that come back are on open sale no
     * more.
     *
     * @return one outcome for each, in their order
     */
    List<Joining.Outcome> join(List<Joining> joining);

    /** How a customer stands; empty if they never joined, or have left. */
    Optional<Standing> find(ShowId show, String customerId);

    /** How many customers wait, for all shows together. */
    long length();

    /** Takes a customer off the list, unless there is an offer to answer first; how they stood before. */
    Optional<Standing.State> leave(ShowId show, String customerId);

    /** One round for a show, in one transaction with the events; empty if nobody waits for it. */
    Optional<Round> handOut(ShowId show);

    /**
     * One round for the show that was looked at least recently, if that is long ago and nobody else does it. Should it
     * fail, it did nothing, and other shows come first.
     */
    Optional<Round> handOutNext();

    /** Ends the wait for up to {@code limit} people because the show was cancelled, and tells them; how many it were. */
    int close(ShowId show, int limit);

    /**
     * What a round did.
     *
     * @param changed whether the map of the seats looks different now
     * @param more whether another round has something to do
     */
    record Round(ShowId show, int offers, boolean changed, boolean more) {}
}
