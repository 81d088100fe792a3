package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends the wait for a show that was cancelled, and tells everybody who waits; in batches, and safe to repeat. */
@ApplicationScoped
public class CloseWaitingList {

    private static final int BATCH = 1_000;

    private final WaitingList waitingList;

    CloseWaitingList(WaitingList waitingList) {
        this.waitingList = waitingList;
    }

    /** How many people waited. */
    public int handle(ShowId show) {
        int closed = 0;
        int batch;
        do {
            batch = waitingList.close(show, BATCH);
            closed += batch;
        } while (batch == BATCH);
        return closed;
    }
}
