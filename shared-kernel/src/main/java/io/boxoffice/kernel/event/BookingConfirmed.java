package io.boxoffice.kernel.event;

import java.time.Instant;

/** The customer has the places for good. */
public record BookingConfirmed(BookingSnapshot booking, Instant confirmedAt) implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.BOOKING_CONFIRMED;
    }
}
