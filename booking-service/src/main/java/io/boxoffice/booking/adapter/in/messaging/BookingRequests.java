package io.boxoffice.booking.adapter.in.messaging;

import io.boxoffice.booking.application.ServeRequest;
import io.boxoffice.booking.application.ServeRequest.Outcome;
import io.boxoffice.kernel.messaging.NotYetException;
import io.boxoffice.kernel.messaging.PermanentFailureException;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes requests off their queue. What cannot be done now (too much to do, the database away) is tried again each second
 * with the message in hand, until the request's time is over: it would be no better for the next one, and as only so many
 * are in hand, the others wait where they are safe. What the request's own show stands in the way of leaves its place to
 * others, and comes back.
 */
@ApplicationScoped
class BookingRequests {

    private static final Logger LOG = Logger.getLogger(BookingRequests.class);
    private static final int PAUSE_MILLIS = 1_000;
    private static final int BEFORE_THE_LADDER_DRAINS = 1;

    private final RetryLadder ladder;
    private final ServeRequest serveRequest;
    private final CountDownLatch stopping = new CountDownLatch(1);

    BookingRequests(RetryLadder ladder, ServeRequest serveRequest) {
        this.ladder = ladder;
        this.serveRequest = serveRequest;
    }

    @Incoming("booking-requests")
    @Blocking(value = "booking-requests", ordered = false)
    CompletionStage<Void> receive(Message<byte[]> message) {
        return ladder.deliverBody(Topology.BOOKING_REQUESTS, message, this::serve);
    }

    void stop(@Observes @Priority(BEFORE_THE_LADDER_DRAINS) ShutdownEvent shutdown) {
        stopping.countDown();
    }

    private void serve(byte[] body) {
        while (true) {
            switch (attempt(body)) {
                case SETTLED -> {
                    return;
                }
                case TOO_LATE -> throw new PermanentFailureException("it waited longer than it may", null);
                case NOT_NOW -> pause();
                case NOT_YET -> throw new NotYetException("its show is not there yet");
            }
        }
    }

    private Outcome attempt(byte[] body) {
        try {
            return serveRequest.handle(body);
        } catch (PermanentFailureException unreadable) {
            throw unreadable;
        } catch (RuntimeException failure) {
            LOG.warnf("A request could not be served and is tried again: %s", failure);
            return Outcome.NOT_NOW;
        }
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the service stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service stops", e);
        }
    }
}
