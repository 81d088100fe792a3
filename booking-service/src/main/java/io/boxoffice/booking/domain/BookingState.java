package io.boxoffice.booking.domain;

import java.time.Instant;

/** Where a booking is in its life: PENDING, then CONFIRMED or FAILED; CONFIRMED, then CANCELLED. */
public sealed interface BookingState {

    /** Holds its seats until that moment, which no longer belongs to it. */
    record Pending() implements BookingState {}

    /** Has its seats for good. */
    record Confirmed(Instant at) implements BookingState {}

    /** Ended without seats. */
    record Failed(FailureReason reason, Instant at) implements BookingState {}

    /** Gave its seats back after it was confirmed. */
    record Cancelled(Instant at) implements BookingState {}
}
