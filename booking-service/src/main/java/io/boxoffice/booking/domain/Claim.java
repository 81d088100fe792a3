package io.boxoffice.booking.domain;

import io.boxoffice.kernel.id.BookingId;
import org.jspecify.annotations.Nullable;

/**
 * A wish for places, with the id its booking will have; the id is made beforehand so that it can be looked up.
 *
 * @param key names the attempt, if its sender may repeat it
 * @param source where the wish comes from, {@code address:...} or {@code client:...}; absent if that does not matter
 */
public record Claim(
        BookingId id,
        Customer customer,
        SeatRequest request,
        @Nullable IdempotencyKey key,
        @Nullable String source) {

    public Claim(BookingId id, Customer customer, SeatRequest request, @Nullable IdempotencyKey key) {
        this(id, customer, request, key, null);
    }
}
