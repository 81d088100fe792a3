package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.Deliveries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Lets go of what the delivery log has kept for long enough, in batches: it holds personal data. */
@ApplicationScoped
public class ForgetMails {

    private static final int BATCH = 1_000;

    private final Deliveries deliveries;

    ForgetMails(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** Forgets what is older and tells how much that was. */
    public int handle(Instant before) {
        int forgotten = 0;
        int batch;
        do {
            batch = deliveries.forget(before, BATCH);
            forgotten += batch;
        } while (batch == BATCH);
        return forgotten;
    }
}
