package io.boxoffice.kernel.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hold lapsed before it was confirmed; its places are free again.
 *
 * @param offer true if it was an offer to the next in line of the waiting list, else absent
 */
public record BookingExpired(
        BookingSnapshot booking,
        Instant expiredAt,
        @Nullable Boolean offer) implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.BOOKING_EXPIRED;
    }
}
