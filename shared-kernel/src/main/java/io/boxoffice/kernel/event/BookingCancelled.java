package io.boxoffice.kernel.event;

import java.time.Instant;

/** A confirmed booking was given back or taken back; its places are no longer the customer's. */
public record BookingCancelled(BookingSnapshot booking, Cause cause, Instant cancelledAt) implements BookingEvent {

    /** Who or what ended the booking. */
    public enum Cause {
        CUSTOMER,
        SHOW_CANCELLED
    }

    @Override
    public EventType type() {
        return EventType.BOOKING_CANCELLED;
    }
}
