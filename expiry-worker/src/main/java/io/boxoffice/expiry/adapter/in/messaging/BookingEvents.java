package io.boxoffice.expiry.adapter.in.messaging;

import io.boxoffice.expiry.application.DropShowCaches;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.messaging.PermanentFailureException;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of bookings whose places have come back. */
@ApplicationScoped
public class BookingEvents {

    private final RetryLadder ladder;
    private final DropShowCaches dropShowCaches;

    BookingEvents(RetryLadder ladder, DropShowCaches dropShowCaches) {
        this.ladder = ladder;
        this.dropShowCaches = dropShowCaches;
    }

    @Incoming("expiry-worker")
    @Blocking
    CompletionStage<Void> on(Message<byte[]> message) {
        return ladder.deliver(Topology.EXPIRY_WORKER, message, this::apply);
    }

    private void apply(Envelope envelope) {
        switch (envelope.event()) {
            case BookingEvent event ->
                dropShowCaches.handle(event.booking().id().show());
            case Event event ->
                throw new PermanentFailureException(
                        "nothing to do for " + event.type().wireName(), null);
        }
    }
}
