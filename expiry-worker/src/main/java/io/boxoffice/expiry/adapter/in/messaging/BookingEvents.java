package io.boxoffice.expiry.adapter.in.messaging;

import io.boxoffice.expiry.application.DropShowCaches;
import io.boxoffice.expiry.application.WakeWaitingList;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.messaging.PermanentFailureException;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of bookings whose places have come back, in any order: each says only where to look, and is in nobody's way. */
@ApplicationScoped
public class BookingEvents {

    private final RetryLadder ladder;
    private final DropShowCaches dropShowCaches;
    private final WakeWaitingList wakeWaitingList;

    BookingEvents(RetryLadder ladder, DropShowCaches dropShowCaches, WakeWaitingList wakeWaitingList) {
        this.wakeWaitingList = wakeWaitingList;
        this.ladder = ladder;
        this.dropShowCaches = dropShowCaches;
    }

    @Incoming("expiry-worker")
    @Blocking(ordered = false)
    CompletionStage<Void> on(Message<byte[]> message) {
        return ladder.deliver(Topology.EXPIRY_WORKER, message, this::apply);
    }

    private void apply(Envelope envelope) {
        switch (envelope.event()) {
            case BookingEvent event -> {
                ShowId show = event.booking().id().show();
                wakeWaitingList.handle(show);
                dropShowCaches.handle(show);
            }
            case Event event ->
                throw new PermanentFailureException(
                        "nothing to do for " + event.type().wireName(), null);
        }
    }
}
