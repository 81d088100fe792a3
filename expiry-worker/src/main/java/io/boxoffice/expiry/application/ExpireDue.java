package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.Expirations;
import io.boxoffice.expiry.application.port.Expirations.Batch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.IntConsumer;

/** Expires every booking that is due, batch after batch, until none is left or it is time for the next run. */
@ApplicationScoped
public class ExpireDue {

    /** Bookings in one transaction. */
    public static final int BATCH_SIZE = 500;

    /**
     * After so many batches a run ends, whatever is left: the next run goes on, so that a stop is never far away, and
     * the database belongs to the sales for the rest of the second when a whole on-sale lapses at once.
     */
    public static final int MAX_BATCHES = 4;

    private final Expirations expirations;

    ExpireDue(Expirations expirations) {
        this.expirations = expirations;
    }

    /** Whether a run left anything. */
    public enum Outcome {
        /** Nothing that was due is left. */
        DRAINED,
        /** The run has reached its bound, and something may be left. */
        BOUNDED
    }

    /** Tells {@code expired} after each batch how many bookings it expired. */
    public Outcome handle(IntConsumer expired) {
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            Batch done = expirations.expireDue(BATCH_SIZE);
            expired.accept(done.expired());
            if (!done.more()) {
                return Outcome.DRAINED;
            }
        }
        return Outcome.BOUNDED;
    }
}
