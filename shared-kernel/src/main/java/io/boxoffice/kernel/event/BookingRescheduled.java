package io.boxoffice.kernel.event;

import java.time.Instant;

/**
 * The show of a confirmed booking moved to another time or place.
 *
 * @param before the show as the customer knew it
 */
public record BookingRescheduled(BookingSnapshot booking, BookingSnapshot.Show before, Instant rescheduledAt)
        implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.BOOKING_RESCHEDULED;
    }
}
