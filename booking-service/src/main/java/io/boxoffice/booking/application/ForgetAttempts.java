package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.AttemptLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Lets go of idempotency keys that nobody will use again, in batches. */
@ApplicationScoped
public class ForgetAttempts {

    /** How long a repeated request is recognised. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private static final int BATCH = 1_000;

    private final AttemptLog attempts;

    ForgetAttempts(AttemptLog attempts) {
        this.attempts = attempts;
    }

    /** How many were forgotten. */
    public int handle() {
        int forgotten = 0;
        int batch;
        do {
            batch = attempts.forget(REMEMBERED, BATCH);
            forgotten += batch;
        } while (batch == BATCH);
        return forgotten;
    }
}
