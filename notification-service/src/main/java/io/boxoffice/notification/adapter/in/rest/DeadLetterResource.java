package io.boxoffice.notification.adapter.in.rest;

import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.notification.application.ListDeadLetters;
import io.boxoffice.notification.application.ListDeadLetters.Listing;
import io.boxoffice.notification.application.RedriveDeadLetters;
import io.boxoffice.notification.application.RedriveDeadLetters.Command;
import io.boxoffice.notification.application.ShowDeadLetter;
import io.boxoffice.notification.application.port.DeadLetters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What consumers gave up and what reached no queue, for people to look at and to send back to work. */
@Path("/api/v1/notifications/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class DeadLetterResource {

    private static final String QUEUES =
            Topology.WORK_QUEUES.stream().map(WorkQueue::name).collect(Collectors.joining(", ", "", ", "))
                    + DeadLetters.UNROUTED;

    private final ListDeadLetters listDeadLetters;
    private final ShowDeadLetter showDeadLetter;
    private final RedriveDeadLetters redriveDeadLetters;

    DeadLetterResource(
            ListDeadLetters listDeadLetters, ShowDeadLetter showDeadLetter, RedriveDeadLetters redriveDeadLetters) {
        this.listDeadLetters = listDeadLetters;
        this.showDeadLetter = showDeadLetter;
        this.redriveDeadLetters = redriveDeadLetters;
    }

    /**
     * The oldest dead letters.
     *
     * @param depths how many each queue has
     */
    public record DeadLettersView(Map<String, Long> depths, List<DeadLetterView> deadLetters) {}

    /** Which to send: one by its message id, of a certain queue if several have it, or all of a queue. */
    public record RedriveRequest(
            @Nullable String queue, @Nullable String messageId) {}

    /**
     * What was sent.
     *
     * @param left how many the queue still has; another call sends more
     */
    public record RedriveView(int redriven, long left) {}

    @GET
    public Response list(
            @QueryParam("queue") @Nullable String queue, @QueryParam("limit") @DefaultValue("50") String limit) {
        if (isUnknown(queue)) {
            return unknownQueue();
        }
        return limit(limit)
                .map(number -> listDeadLetters
                        .handle(Optional.ofNullable(queue), number)
                        .map(listing -> Response.ok(view(listing)).build())
                        .orElseGet(DeadLetterResource::busy))
                .orElseGet(() -> Problems.invalid("limit", "is a number from 1 to " + DeadLetters.WINDOW)
                        .response());
    }

    @GET
    @Path("/{messageId}")
    public Response show(@PathParam("messageId") String messageId, @QueryParam("queue") @Nullable String queue) {
        if (isUnknown(queue)) {
            return unknownQueue();
        }
        return switch (showDeadLetter.handle(Optional.ofNullable(queue), messageId)) {
            case ShowDeadLetter.Outcome.Found found ->
                Response.ok(DeadLetterView.complete(found.letter())).build();
            case ShowDeadLetter.Outcome.NotThere gone -> Problems.notFound().response();
            case ShowDeadLetter.Outcome.Busy busy -> busy();
        };
    }

    @POST
    @Path("/redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response redrive(@Nullable RedriveRequest request) {
        if (request == null || (request.queue() == null && request.messageId() == null)) {
            return Problems.invalid("messageId", "or queue is needed").response();
        }
        if (isUnknown(request.queue())) {
            return unknownQueue();
        }
        Command command = request.messageId() != null
                ? new Command.One(Optional.ofNullable(request.queue()), request.messageId())
                : new Command.AllOf(String.valueOf(request.queue()));
        return switch (redriveDeadLetters.handle(command)) {
            case RedriveDeadLetters.Outcome.Redriven done ->
                Response.ok(new RedriveView(done.count(), done.left())).build();
            case RedriveDeadLetters.Outcome.NotThere gone -> Problems.notFound().response();
            case RedriveDeadLetters.Outcome.Busy busy -> busy();
        };
    }

    private static DeadLettersView view(Listing listing) {
        return new DeadLettersView(
                listing.depths(),
                listing.shown().stream().map(DeadLetterView::outside).toList());
    }

    private static Optional<Integer> limit(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(limit -> limit >= 1 && limit <= DeadLetters.WINDOW);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isUnknown(@Nullable String queue) {
        return queue != null
                && !queue.equals(DeadLetters.UNROUTED)
                && Topology.workQueue(queue).isEmpty();
    }

    private static Response unknownQueue() {
        return Problems.invalid("queue", "is one of " + QUEUES).response();
    }

    private static Response busy() {
        return new Problem("dead-letters-busy", 503, "Somebody else is at it", "Try again in a moment.").retryAfter(1);
    }
}
