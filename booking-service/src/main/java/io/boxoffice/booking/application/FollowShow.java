package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.application.port.ShowChanges;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Carries a change of a show through to its seats and bookings, in bounded batches. What was done is not done again, so
 * that this can be cut off at any moment, and called again by whoever comes next.
 */
@ApplicationScoped
class FollowShow {

    private static final int BATCH = 200;

    private final ShowChanges changes;
    private final SeatMapCache seatMaps;

    FollowShow(ShowChanges changes, SeatMapCache seatMaps) {
        this.changes = changes;
        this.seatMaps = seatMaps;
    }

    /**
     * The free seats of a cancelled show first: that waits for claims which are under way and do not know yet, so that
     * their bookings are seen. Last those that bookings gave back.
     */
    void carryThrough(ShowId show) {
        changes.blockSeats(show);
        int bookings;
        do {
            bookings = changes.follow(show, BATCH);
        } while (bookings > 0);
        changes.blockSeats(show);
        seatMaps.drop(show);
    }
}
