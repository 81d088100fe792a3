package io.boxoffice.booking.domain;

import io.boxoffice.kernel.id.BookingId;
import org.jspecify.annotations.Nullable;

/**
 * A wish for places, with the id its booking will have; the id is made beforehand so that it can be looked up.
 *
 * @param key names the attempt, if its sender may repeat it
 */
public record Claim(
        BookingId id,
        Customer customer,
        SeatRequest request,
        @Nullable IdempotencyKey key) {}
