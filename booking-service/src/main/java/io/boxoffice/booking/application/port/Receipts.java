package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.kernel.id.BookingId;
import org.jspecify.annotations.Nullable;

/** Proves that a customer asked for a booking, without anybody having to remember it. */
public interface Receipts {

    /** The same for the same request, and not to be guessed. */
    String receipt(BookingId id, String customer, @Nullable IdempotencyKey key);
}
