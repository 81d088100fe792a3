package io.boxoffice.kernel.event;

import java.time.Instant;

/** A confirmed booking was given back; its places are free again. */
public record BookingCancelled(BookingSnapshot booking, Instant cancelledAt) implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.BOOKING_CANCELLED;
    }
}
