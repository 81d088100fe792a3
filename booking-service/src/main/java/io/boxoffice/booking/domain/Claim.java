package io.boxoffice.booking.domain;

import io.boxoffice.kernel.id.BookingId;

/** A wish for places, with the id its booking will have; the id is made beforehand so that it can be looked up. */
public record Claim(BookingId id, Customer customer, SeatRequest request) {}
