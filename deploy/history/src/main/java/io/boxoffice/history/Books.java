package io.boxoffice.history;

import java.util.Map;

/**
 * What the database says at the end.
 *
 * @param bookings status of every booking, by its public id
 * @param seats every seat that is not AVAILABLE
 */
public record Books(Map<String, String> bookings, Map<Seat, Owner> seats) {

    /** A seat of a show. */
    public record Seat(String show, int number) {}

    /**
     * Who has a seat.
     *
     * @param booked sold, not only held
     * @param lapsed held, and its deadline is over
     */
    public record Owner(String booking, boolean booked, boolean lapsed) {}
}
