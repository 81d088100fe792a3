package io.boxoffice.booking.domain;

import io.boxoffice.kernel.event.BookingEvent;
import java.util.List;

/** What an action means for a booking. */
public sealed interface Transition {

    /** The booking moves on: it, its seats and the events are written together. */
    record Changed(Booking after, SeatChange seats, List<BookingEvent> events) implements Transition {}

    /** The booking already is where the action leads. */
    record Unchanged(Booking booking) implements Transition {}

    /** The booking's state does not allow the action. */
    record Refused(Refusal reason) implements Transition {}

    /** What happens to the seats that are still the booking's own. */
    enum SeatChange {
        BOOK,
        FREE,
        /** Held until the booking's new deadline. */
        HOLD,
        NONE
    }

    /** Why an action is refused. */
    enum Refusal {
        /** The deadline has passed. */
        HOLD_EXPIRED,
        /** The booking failed or was cancelled. */
        NOT_PENDING,
        /** A hold is extended once. */
        ALREADY_EXTENDED,
        /** Others wait behind an offer, so its deadline stays. */
        OFFER_NOT_EXTENDED,
        /** It has been held as long as the show allows. */
        HELD_LONGEST,
        /** The show has begun. */
        SHOW_STARTED,
        /** The last moment to cancel, some time before the start, has passed. */
        TOO_LATE_TO_CANCEL,
        /** The booking is somebody else's. */
        NOT_YOURS,
        /** Too many requests are waiting; nothing was tried. */
        OVERLOADED
    }
}
