package io.boxoffice.kernel.event;

/** Something that happened to a booking; it carries all that a reader needs, so that nobody has to ask back. */
public sealed interface BookingEvent extends Event
        permits BookingConfirmed,
                BookingExpired,
                BookingFailed,
                BookingCancelled,
                BookingRescheduled,
                WaitingListOffered {

    /** The booking as it is after the event. */
    BookingSnapshot booking();

    @Override
    default String subject() {
        return booking().id().toString();
    }

    @Override
    default int sequence() {
        return booking().version();
    }
}
