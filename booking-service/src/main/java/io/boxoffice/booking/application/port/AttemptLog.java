package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.util.Optional;

/** Remembers which attempts to book were made with which idempotency key. */
public interface AttemptLog {

    /** The booking that the customer's attempt of that name led to. */
    Optional<BookingId> find(ShowId show, String customer, IdempotencyKey key);

    /** Forgets up to {@code limit} attempts older than that; how many it were. */
    int forget(Duration age, int limit);
}
