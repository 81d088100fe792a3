package io.boxoffice.booking.adapter.in.messaging;

import io.boxoffice.booking.application.CancelShow;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.application.UpdateShow;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.ShowCancelled;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.event.ShowUpdated;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of shows. What is heard twice, or late, changes nothing, so that no inbox is needed here. */
@ApplicationScoped
class ShowEvents {

    private final RetryLadder ladder;
    private final LayOutSeats layOutSeats;
    private final UpdateShow updateShow;
    private final CancelShow cancelShow;

    ShowEvents(RetryLadder ladder, LayOutSeats layOutSeats, UpdateShow updateShow, CancelShow cancelShow) {
        this.ladder = ladder;
        this.layOutSeats = layOutSeats;
        this.updateShow = updateShow;
        this.cancelShow = cancelShow;
    }

    @Incoming("shows")
    @Blocking(ordered = false)
    CompletionStage<Void> receive(Message<byte[]> message) {
        return ladder.deliver(Topology.BOOKING_SHOWS, message, envelope -> {
            switch (envelope.event()) {
                case ShowPublished published -> layOutSeats.handle(published.show());
                case ShowUpdated updated -> updateShow.handle(updated.show());
                case ShowCancelled cancelled -> cancelShow.handle(cancelled.show());
                case Event other -> throw new IllegalStateException("nothing to do for " + other.type());
            }
        });
    }
}
