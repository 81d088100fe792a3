package io.boxoffice.kernel.event;

import java.time.Instant;

/** A hold ended without being confirmed and without lapsing; its places are free again. */
public record BookingFailed(BookingSnapshot booking, Reason reason, Instant failedAt) implements BookingEvent {

    /** Why a booking failed, other than by its deadline. */
    public enum Reason {
        RELEASED,
        PAYMENT_DECLINED,
        SEATS_TAKEN
    }

    @Override
    public EventType type() {
        return EventType.BOOKING_FAILED;
    }
}
