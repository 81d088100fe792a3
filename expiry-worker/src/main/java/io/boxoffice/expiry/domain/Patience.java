package io.boxoffice.expiry.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * When to ask again somebody who did not answer: the pause doubles with every failure, up to a bound.
 *
 * @param failures since the last answer
 * @param askAgainAt not before then
 */
public record Patience(int failures, Instant askAgainAt) {

    public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Nothing has failed. */
    public static final Patience FRESH = new Patience(0, Instant.MIN);

    public boolean mayAsk(Instant now) {
        return !now.isBefore(askAgainAt);
    }

    /** After one more failure. */
    public Patience failed(Instant now) {
        return new Patience(failures + 1, now.plus(pauseAfter(failures + 1)));
    }

    private static Duration pauseAfter(int failures) {
        Duration pause = FIRST_PAUSE;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
