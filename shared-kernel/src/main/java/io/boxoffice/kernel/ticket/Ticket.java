package io.boxoffice.kernel.ticket;

import io.boxoffice.kernel.id.BookingId;

/**
 * What a ticket's code says: whoever shows it may take that seat.
 *
 * @param seat its number within the show, from 1
 */
public record Ticket(BookingId booking, int seat) {

    /** The largest seat number that a code has room for. */
    public static final int MAX_SEAT = (1 << 24) - 1;

    public Ticket {
        if (seat < 0 || seat > MAX_SEAT) {
            throw new IllegalArgumentException("a seat number must be within 0 and " + MAX_SEAT);
        }
    }
}
