package io.boxoffice.booking.application.port;

import java.time.Duration;

/** Remembers which attempts to book were made with which idempotency key. */
public interface AttemptLog {

    /** Forgets up to {@code limit} attempts older than that; how many it were. */
    int forget(Duration age, int limit);
}
