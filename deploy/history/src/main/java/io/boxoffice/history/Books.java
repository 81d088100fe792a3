package io.boxoffice.history;

import java.util.Map;
import java.util.Set;

/**
 * What the database says at the end.
 *
 * @param bookings every booking, by its public id
 * @param seats every seat that is not AVAILABLE, and not taken back with its show
 * @param read when it said so or soon afterwards, by its own clock, in milliseconds of the epoch
 */
public record Books(Map<String, Booking> bookings, Map<Seat, Owner> seats, long read) {

    /** A seat of a show. */
    public record Seat(String show, int number) {}

    /**
     * What became of a booking.
     *
     * @param heldUntil the deadline of its hold; once it is no longer PENDING, when that was decided
     */
    public record Booking(String status, long heldUntil, Set<Seat> seats) {}

    /**
     * Who has a seat.
     *
     * @param booked sold, not only held
     * @param lapsed held, and its deadline is over; or BLOCKED, and so for nobody
     */
    public record Owner(String booking, boolean booked, boolean lapsed) {

        /** What its booking must be. */
        String status() {
            return booked ? "CONFIRMED" : "PENDING";
        }
    }

    String status(String booking) {
        Booking found = bookings.get(booking);
        return found == null ? "absent" : found.status();
    }

    Set<Seat> seatsOf(String booking) {
        Booking found = bookings.get(booking);
        return found == null ? Set.of() : found.seats();
    }

    /** Whether it is paid for, or its deadline is surely still to come. */
    boolean isLive(Booking booking) {
        return booking.status().equals("CONFIRMED")
                || (booking.status().equals("PENDING") && booking.heldUntil() > read);
    }

    /** Whether the seat is this booking's, as one of this status has it. */
    boolean has(String booking, String status, Seat seat) {
        Owner owner = seats.get(seat);
        return owner != null
                && owner.booking().equals(booking)
                && owner.status().equals(status);
    }
}
