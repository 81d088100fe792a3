package io.boxoffice.notification.domain;

import io.boxoffice.kernel.id.BookingId;

/** The signed codes that let people in. */
@FunctionalInterface
public interface TicketCodes {

    /** The code of one seat of a confirmed booking: the same each time while the signing key stays. */
    String of(BookingId booking, int seat);
}
