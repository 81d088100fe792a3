package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.util.Optional;

/** The seats of every show. */
public interface Inventory {

    /** Lays out a show and all its seats; once for each show, however often it is called. */
    void layOut(Show show);

    /** The seats as they are now; empty if the show has not been laid out. */
    Optional<SeatMap> seatMap(ShowId show);
}
