package io.boxoffice.kernel.event;

import java.time.Instant;

/** A hold ended without being confirmed and without lapsing, or a request got none; nothing is held any more. */
public record BookingFailed(BookingSnapshot booking, Reason reason, Instant failedAt) implements BookingEvent {

    /** Why a booking failed, other than by its deadline. */
    public enum Reason {
        RELEASED,
        PAYMENT_DECLINED,
        /** Asked for later (respond-async), and somebody else had the places by then. */
        SEATS_TAKEN,
        /** Asked for later, and the rules forbade it by then. */
        REFUSED,
        /** The show was cancelled while it was held. */
        SHOW_CANCELLED
    }

    @Override
    public EventType type() {
        return EventType.BOOKING_FAILED;
    }
}
