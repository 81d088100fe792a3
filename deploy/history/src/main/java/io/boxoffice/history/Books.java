package io.boxoffice.history;

import java.util.List;
import java.util.Map;

/**
 * What the database says at the end.
 *
 * @param bookings every booking, by its public id
 * @param seats every seat that is not AVAILABLE, and not taken back with its show
 */
public record Books(Map<String, Booking> bookings, Map<Seat, Owner> seats) {

    /** A seat of a show. */
    public record Seat(String show, int number) {}

    /**
     * What became of a booking.
     *
     * @param decided when it got this status, in milliseconds of the epoch; 0 while it is PENDING
     */
    public record Booking(String status, long decided, List<Seat> seats) {}

    /**
     * Who has a seat.
     *
     * @param booked sold, not only held
     * @param lapsed held, and its deadline is over; or BLOCKED, and so for nobody
     */
    public record Owner(String booking, boolean booked, boolean lapsed) {}

    String status(String booking) {
        Booking found = bookings.get(booking);
        return found == null ? "absent" : found.status();
    }

    /** Whether all of them are sold to this booking. */
    boolean areBooked(List<Seat> wanted, String booking) {
        return wanted.stream()
                .map(seats::get)
                .allMatch(owner ->
                        owner != null && owner.booked() && owner.booking().equals(booking));
    }
}
