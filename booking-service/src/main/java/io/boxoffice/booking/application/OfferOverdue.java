package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.application.port.WaitingList.Round;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The sweep: looks after shows that nobody looked at for a while, one round each, in case an event is late or lost. */
@ApplicationScoped
public class OfferOverdue {

    /** The most rounds of one sweep; whoever asks for it waits for ten seconds. */
    public static final int MAX_ROUNDS = 20;

    private final WaitingList waitingList;
    private final SeatMapCache seatMaps;

    OfferOverdue(WaitingList waitingList, SeatMapCache seatMaps) {
        this.waitingList = waitingList;
        this.seatMaps = seatMaps;
    }

    /**
     * What was done.
     *
     * @param more whether shows may be left
     */
    public record Outcome(int shows, int offers, boolean more) {}

    public Outcome handle(int limit) {
        int offers = 0;
        for (int shows = 0; shows < limit; shows++) {
            Optional<Round> round = waitingList.handOutNext();
            if (round.isEmpty()) {
                return new Outcome(shows, offers, false);
            }
            offers += round.get().offers();
            if (round.get().changed()) {
                seatMaps.drop(round.get().show());
            }
        }
        return new Outcome(limit, offers, true);
    }
}
