package io.boxoffice.booking.application;

import io.boxoffice.kernel.id.BookingId;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a request may wait to be served.
 *
 * @param timeToLive counted from when the booking's id was made
 */
public record RequestTerms(Duration timeToLive) {

    /** What is begun in time may take that long to be committed and seen, on whichever clock. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Nobody begins to serve the request any more. */
    boolean tooLateToServe(BookingId id, Instant now) {
        return !now.isBefore(id.createdAt().plus(timeToLive));
    }

    /** Whoever began to serve the request has ended. */
    boolean over(BookingId id, Instant now) {
        return tooLateToServe(id, now.minus(GRACE));
    }
}
