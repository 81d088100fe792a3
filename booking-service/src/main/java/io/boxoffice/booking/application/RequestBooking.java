package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.Receipts;
import io.boxoffice.booking.application.port.RequestQueue;
import io.boxoffice.booking.application.port.RequestQueue.Request;
import io.boxoffice.booking.application.port.Traces;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Takes a request for places and lets it be served later. The database is not asked: while it is slow or away, requests
 * are still taken. Many are kept by the queue together, in groups.
 */
@ApplicationScoped
public class RequestBooking {

    private final RequestQueue queue;
    private final Receipts receipts;
    private final Traces traces;
    private final Lanes<Request, Outcome> lanes;

    RequestBooking(RequestQueue queue, Receipts receipts, Traces traces, LaneLimits limits, LaneMonitor monitor) {
        this.queue = queue;
        this.receipts = receipts;
        this.traces = traces;
        this.lanes = new Lanes<>(
                "request",
                limits,
                request -> request.claim().id().show(),
                this::send,
                answered -> {},
                again -> false,
                new Outcome.Overloaded(),
                monitor);
    }

    /** What became of the request for now. */
    public sealed interface Outcome {

        /** It will be served; the receipt lets its customer ask for it until then. */
        record Accepted(BookingId id, String receipt) implements Outcome {}

        /** Nothing was kept, because too many requests are waiting. */
        record Overloaded() implements Outcome {}

        /** The queue could not promise to keep it. */
        record Unavailable() implements Outcome {}
    }

    void start(@Observes Startup startup) {
        lanes.start();
    }

    void stop(@Observes Shutdown shutdown) throws InterruptedException {
        lanes.stop();
    }

    public CompletionStage<Outcome> handle(HoldSeats.Command command) {
        return lanes.submit(new Request(command.toClaim(), traces.current()));
    }

    private List<Outcome> send(List<Request> group) {
        return queue.send(group)
                ? group.stream().map(request -> accepted(request.claim())).toList()
                : Collections.nCopies(group.size(), new Outcome.Unavailable());
    }

    private Outcome accepted(Claim claim) {
        return new Outcome.Accepted(
                claim.id(), receipts.receipt(claim.id(), claim.customer().id(), claim.key()));
    }
}
