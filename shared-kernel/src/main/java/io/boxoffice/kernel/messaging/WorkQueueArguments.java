package io.boxoffice.kernel.messaging;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;

/** Lends the queues' arguments to the consuming connector, which declares its queue whenever it connects. */
@ApplicationScoped
public class WorkQueueArguments {

    @Produces
    @Identifier("booking-service.shows")
    Map<String, Object> bookingShows() {
        return Topology.workQueueArguments(Topology.BOOKING_SHOWS);
    }

    @Produces
    @Identifier("email-worker")
    Map<String, Object> emailWorker() {
        return Topology.workQueueArguments(Topology.EMAIL_WORKER);
    }

    @Produces
    @Identifier("expiry-worker")
    Map<String, Object> expiryWorker() {
        return Topology.workQueueArguments(Topology.EXPIRY_WORKER);
    }
}
