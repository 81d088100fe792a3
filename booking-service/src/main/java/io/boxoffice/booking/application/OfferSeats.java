package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Offers seats of a show that came back to those who wait for them: one bounded round. Asking twice does no harm. */
@ApplicationScoped
public class OfferSeats {

    private final WaitingList waitingList;
    private final SeatMapCache seatMaps;

    OfferSeats(WaitingList waitingList, SeatMapCache seatMaps) {
        this.waitingList = waitingList;
        this.seatMaps = seatMaps;
    }

    /**
     * How many offers were made.
     *
     * @param more whether another round has something to do
     */
    public record Outcome(int offers, boolean more) {}

    public Outcome handle(ShowId show) {
        return waitingList
                .handOut(show)
                .map(round -> {
                    if (round.changed()) {
                        seatMaps.drop(show);
                    }
                    return new Outcome(round.offers(), round.more());
                })
                .orElseGet(() -> new Outcome(0, false));
    }
}
