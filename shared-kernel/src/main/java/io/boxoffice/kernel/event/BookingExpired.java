package io.boxoffice.kernel.event;

import java.time.Instant;

/** The hold lapsed before it was confirmed; its places are free again. */
public record BookingExpired(BookingSnapshot booking, Instant expiredAt) implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.BOOKING_EXPIRED;
    }
}
