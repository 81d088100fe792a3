package io.boxoffice.history;

import io.boxoffice.history.Operation.Kind;
import io.boxoffice.history.Operation.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A call that was sent. Whoever gets no answer says nothing: its outcome stays unknown. */
public final class Call {

    private final InstantSource clock;
    private volatile Operation operation;

    Call(InstantSource clock, Kind kind, String booking, String show, List<Integer> seats) {
        this.clock = clock;
        long now = clock.millis();
        this.operation = new Operation(kind, Outcome.UNKNOWN, booking, show, List.copyOf(seats), now, now, 0);
    }

    /** The answer to a hold: these seats are the customer's until then. */
    public void held(String booking, List<Integer> seats, Instant deadline) {
        answer(Outcome.OK, booking, List.copyOf(seats), deadline.toEpochMilli());
    }

    /** The answer to an extension. */
    public void extended(Instant deadline) {
        answer(Outcome.OK, operation.booking(), operation.seats(), deadline.toEpochMilli());
    }

    /** The answer to a confirmation or a release. */
    public void done() {
        answer(Outcome.OK, operation.booking(), operation.seats(), 0);
    }

    /** The answer was no. */
    public void refused() {
        answer(Outcome.REFUSED, operation.booking(), operation.seats(), 0);
    }

    /** The answer to a hold was no; this would be its booking, if there were one. */
    public void refused(String booking) {
        answer(Outcome.REFUSED, booking, operation.seats(), 0);
    }

    private void answer(Outcome outcome, String booking, List<Integer> seats, long deadline) {
        Operation sent = operation;
        operation = new Operation(
                sent.kind(), outcome, booking, sent.show(), seats, sent.invoked(), clock.millis(), deadline);
    }

    Operation operation() {
        return operation;
    }
}
