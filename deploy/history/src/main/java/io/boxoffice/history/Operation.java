package io.boxoffice.history;

import java.util.List;

/**
 * One call of a customer and what became of it.
 *
 * @param booking its public id; empty where nobody told it
 * @param show the show's public id; empty where the call names a booking
 * @param seats the seats that were got; until then those asked for, none where the call names no seats
 * @param invoked when it was sent, in milliseconds of the epoch
 * @param answered when the answer was read; meaningless for {@link Outcome#UNKNOWN}
 * @param deadline when the hold ends if nothing more is done; 0 where nobody told it
 */
record Operation(
        Kind kind,
        Outcome outcome,
        String booking,
        String show,
        List<Integer> seats,
        long invoked,
        long answered,
        long deadline) {

    /** What was asked for. */
    enum Kind {
        HOLD,
        EXTEND,
        CONFIRM,
        RELEASE,
        CANCEL_SHOW
    }

    /** What the customer knows: it was done, it was not done, or nobody answered. */
    enum Outcome {
        OK,
        REFUSED,
        UNKNOWN
    }
}
