package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.live.Sighting;
import io.boxoffice.kernel.id.ShowId;
import java.util.Optional;

/** What happens to the seats of a show while it is watched. */
public interface SeatChanges {

    /** Empty if the show has not been laid out. */
    Optional<Show> show(ShowId show);

    /**
     * The seats whose version is newer than the one that is known.
     *
     * @param versions what is known of each seat, in the order of their numbers, which begin with 1
     */
    Sighting since(ShowId show, int[] versions);
}
