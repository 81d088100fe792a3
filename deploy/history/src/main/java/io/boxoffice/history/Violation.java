package io.boxoffice.history;

import io.boxoffice.history.Books.Seat;

/** A promise that was broken. */
public sealed interface Violation {

    /** Two customers had the seat at the same moment. */
    record DoubleSale(Seat seat, String first, String second) implements Violation {}

    /** The customer was told it is theirs, and the books do not have it so. */
    record LostBooking(String booking, String found) implements Violation {}

    /** It was given back, and the books still have it. */
    record NotReleased(String booking, String found) implements Violation {}

    /** The customer was told no, and the books have it as theirs. */
    record NotRefused(String booking, String found) implements Violation {}

    /** Nobody has the seat and nobody can buy it. */
    record StuckSeat(Seat seat, String booking) implements Violation {}
}
