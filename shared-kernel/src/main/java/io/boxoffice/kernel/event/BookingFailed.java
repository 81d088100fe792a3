package io.boxoffice.kernel.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hold ended without being confirmed and without lapsing, or a request got none; nothing is held any more.
 *
 * @param offer whether it was an offer to the next in line of the waiting list; absent from older senders, who do not say
 */
public record BookingFailed(
        BookingSnapshot booking,
        Reason reason,
        Instant failedAt,
        @Nullable Boolean offer) implements BookingEvent {

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
