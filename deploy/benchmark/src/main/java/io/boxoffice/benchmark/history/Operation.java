package io.boxoffice.benchmark.history;

import java.util.List;

/**
 * One call of a customer and what became of it.
 *
 * @param booking its public id; empty where nobody told it
 * @param show the show's public id
 * @param seats the seats asked for; empty where the call names a booking or any places
 * @param invoked when it was sent, in milliseconds of the epoch
 * @param answered when the answer was read
 * @param deadline when the hold ends if nothing more is done; 0 where nobody told it
 */
public record Operation(
        Kind kind,
        Outcome outcome,
        String booking,
        String show,
        List<Integer> seats,
        long invoked,
        long answered,
        long deadline) {

    /** What was asked for. */
    public enum Kind {
        HOLD,
        CONFIRM,
        RELEASE
    }

    /** What the customer knows: it was done, it was not done, or nobody answered. */
    public enum Outcome {
        OK,
        REFUSED,
        UNKNOWN
    }
}
