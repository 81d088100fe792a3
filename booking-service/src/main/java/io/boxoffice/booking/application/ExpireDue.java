package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Expired;
import io.boxoffice.booking.application.port.SeatMapCache;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the books match the deadlines: one batch of lapsed holds becomes FAILED, and their places free. */
@ApplicationScoped
public class ExpireDue {

    /** The most bookings one transaction expires. */
    public static final int MAX_BATCH = 1_000;

    private final Bookings bookings;
    private final SeatMapCache seatMaps;

    ExpireDue(Bookings bookings, SeatMapCache seatMaps) {
        this.bookings = bookings;
        this.seatMaps = seatMaps;
    }

    /** How many were expired, and whether there may be more. */
    public record Outcome(int expired, boolean more) {}

    public Outcome handle(int limit) {
        Expired batch = bookings.expireDue(limit);
        batch.shows().forEach(seatMaps::drop);
        return new Outcome(batch.count(), batch.count() == limit);
    }
}
