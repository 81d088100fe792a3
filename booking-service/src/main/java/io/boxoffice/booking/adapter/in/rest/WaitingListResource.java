package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.boxoffice.booking.application.FindInLine;
import io.boxoffice.booking.application.JoinWaitingList;
import io.boxoffice.booking.application.LeaveWaitingList;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Joining.Outcome;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The waiting list over HTTP. Everybody sees their own place in it and nobody else's. */
@Path("/api/v1/shows/{id}/waiting-list")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.CUSTOMER)
class WaitingListResource {

    private static final int RETRY_AFTER_SECONDS = 1;

    /** The lane that answers has other things to do than to look up a place in line. */
    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("waiting-list").start(task);

    private final JoinWaitingList joinWaitingList;
    private final FindInLine findInLine;
    private final LeaveWaitingList leaveWaitingList;
    private final CallerToken caller;

    WaitingListResource(
            JoinWaitingList joinWaitingList,
            FindInLine findInLine,
            LeaveWaitingList leaveWaitingList,
            CallerToken caller) {
        this.joinWaitingList = joinWaitingList;
        this.findInLine = findInLine;
        this.leaveWaitingList = leaveWaitingList;
        this.caller = caller;
    }

    /**
     * What somebody waits for.
     *
     * @param section its name; any if absent
     * @param adjacent whether the places must be side by side; no if absent
     * @param accessible how many of them are to be accessible; none if absent
     */
    record WaitingRequest(
            @Nullable String section,
            @Nullable Integer quantity,
            @Nullable Boolean adjacent,
            @Nullable Integer accessible) {}

    /**
     * A customer's place in line.
     *
     * @param position 1 for the next in line; absent once they wait no longer
     * @param bookingId the offer, to be confirmed or cancelled
     * @param expiresAt when the offer ends
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StandingJson(
            ShowId showId,
            Standing.State state,
            @Nullable String section,
            int quantity,
            boolean adjacent,
            int accessible,
            Instant joinedAt,
            @Nullable Integer position,
            @Nullable EstimateJson estimate,
            @Nullable BookingId bookingId,
            @Nullable Instant expiresAt) {

        static StandingJson of(ShowId show, Standing standing) {
            boolean waits = standing.state() == Standing.State.WAITING;
            Standing.Offer offer = standing.offer();
            return new StandingJson(
                    show,
                    standing.state(),
                    standing.section(),
                    standing.quantity(),
                    standing.adjacent(),
                    standing.accessible(),
                    standing.joinedAt(),
                    waits ? standing.position() : null,
                    waits ? EstimateJson.of(standing) : null,
                    offer == null ? null : offer.id(),
                    offer != null && standing.state() == Standing.State.OFFERED ? offer.heldUntil() : null);
        }
    }

    /**
     * What can honestly be said.
     *
     * @param minutes at the pace of the last hour; absent if nothing came back, or not before the show begins
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EstimateJson(
            int placesAhead,
            int placesOfferedLastHour,
            @Nullable Long minutes) {

        static EstimateJson of(Standing standing) {
            return new EstimateJson(
                    standing.placesAhead(),
                    standing.placesOfferedLastHour(),
                    standing.estimate().map(Duration::toMinutes).orElse(null));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> join(@PathParam("id") ShowId show, @Nullable WaitingRequest request) {
        if (request == null || request.quantity() == null) {
            return at(Problems.invalid("quantity", "is missing").response());
        }
        int quantity = request.quantity();
        if (quantity < 1 || quantity > SeatRequest.MAX_SEATS_PER_BOOKING) {
            return at(Problems.invalid("quantity", "must be 1 to " + SeatRequest.MAX_SEATS_PER_BOOKING)
                    .response());
        }
        int accessible = Optional.ofNullable(request.accessible()).orElse(0);
        if (accessible < 0 || accessible > quantity) {
            return at(Problems.invalid("accessible", "must be from 0 to the quantity")
                    .response());
        }
        Customer customer;
        try {
            customer = caller.customer();
        } catch (IllegalArgumentException e) {
            return at(Problems.invalid("token", String.valueOf(e.getMessage())).response());
        }
        boolean adjacent = Boolean.TRUE.equals(request.adjacent());
        return joinWaitingList
                .handle(new Joining(show, customer, request.section(), quantity, adjacent, accessible))
                .thenApplyAsync(outcome -> answer(outcome, show, customer), VIRTUAL);
    }

    @GET
    public Response find(@PathParam("id") ShowId show) {
        return findInLine
                .handle(show, caller.viewer().id())
                .map(standing -> Response.ok(StandingJson.of(show, standing)).build())
                .orElseGet(() -> Problems.notFound().response());
    }

    @DELETE
    public Response leave(@PathParam("id") ShowId show) {
        Optional<Standing.State> before =
                leaveWaitingList.handle(show, caller.viewer().id());
        if (before.isEmpty()) {
            return Problems.notFound().response();
        }
        return before.get() == Standing.State.OFFERED
                ? BookingProblems.offerOpen().response()
                : Response.noContent().build();
    }

    private Response answer(Outcome outcome, ShowId show, Customer customer) {
        return switch (outcome) {
            case Outcome.Joined joined ->
                Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, "/api/v1/shows/" + show + "/waiting-list")
                        .entity(findInLine
                                .handle(show, customer.id())
                                .map(standing -> StandingJson.of(show, standing))
                                .orElse(null))
                        .build();
            case Outcome.PlacesFree free -> BookingProblems.placesFree().response();
            case Outcome.AlreadyOnTheList already ->
                BookingProblems.alreadyWaiting().response();
            case Outcome.NeverFits never ->
                Problems.invalid("quantity", "is more than can ever be free there in that way")
                        .response();
            case Outcome.NoSuchSection(String section) ->
                Problems.invalid("section", "is not a section of this show").response();
            case Outcome.SalesClosed closed -> BookingProblems.salesClosed().response();
            case Outcome.ShowCancelled cancelled ->
                BookingProblems.showCancelled().response();
            case Outcome.NoSuchShow unknown -> Problems.notFound().response();
            case Outcome.SeatsNotReady early -> BookingProblems.seatsNotReady().retryAfter(RETRY_AFTER_SECONDS);
            case Outcome.Overloaded overloaded -> BookingProblems.overloaded().retryAfter(RETRY_AFTER_SECONDS);
        };
    }

    private static CompletionStage<Response> at(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
