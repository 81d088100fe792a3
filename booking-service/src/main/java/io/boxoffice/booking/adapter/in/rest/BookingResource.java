package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.CancelBooking;
import io.boxoffice.booking.application.ConfirmBooking;
import io.boxoffice.booking.application.ExtendBooking;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.application.ListBookings;
import io.boxoffice.booking.application.ReadBooking;
import io.boxoffice.booking.application.RequestBooking;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.KeyReused;
import io.boxoffice.booking.domain.ClaimOutcome.MustPause;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchSection;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.Overloaded;
import io.boxoffice.booking.domain.ClaimOutcome.SalesClosed;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsNotReady;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.ClaimOutcome.ShowCancelled;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import io.boxoffice.booking.domain.ClaimOutcome.TooManySeats;
import io.boxoffice.booking.domain.ClaimOutcome.UnknownSeats;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.kernel.ticket.TicketSigner;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Bookings over HTTP. Somebody else's booking is as absent as one that never was. */
@Path("/api/v1/bookings")
@Produces(MediaType.APPLICATION_JSON)
class BookingResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int MAX_PAGE = 100;
    private static final Set<String> STATUSES = Set.of("PENDING", "CONFIRMED", "FAILED", "CANCELLED");

    private final HoldSeats holdSeats;
    private final RequestBooking requestBooking;
    private final ConfirmBooking confirmBooking;
    private final ExtendBooking extendBooking;
    private final CancelBooking cancelBooking;
    private final ReadBooking readBooking;
    private final ListBookings listBookings;
    private final CallerToken caller;
    private final TicketSigner signer;

    BookingResource(
            HoldSeats holdSeats,
            RequestBooking requestBooking,
            ConfirmBooking confirmBooking,
            ExtendBooking extendBooking,
            CancelBooking cancelBooking,
            ReadBooking readBooking,
            ListBookings listBookings,
            CallerToken caller,
            TicketSigner signer) {
        this.holdSeats = holdSeats;
        this.requestBooking = requestBooking;
        this.confirmBooking = confirmBooking;
        this.extendBooking = extendBooking;
        this.cancelBooking = cancelBooking;
        this.readBooking = readBooking;
        this.listBookings = listBookings;
        this.caller = caller;
        this.signer = signer;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.CUSTOMER)
    public CompletionStage<Response> hold(
            @Nullable HoldRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("Prefer") List<String> preferences) {
        if (request == null) {
            return at(Problems.malformed("The body is empty."));
        }
        List<FieldError> errors = request.errors();
        ShowId show = request.showId();
        if (!errors.isEmpty() || show == null) {
            return at(Problems.invalid(errors));
        }
        Customer customer;
        try {
            customer = caller.customer();
        } catch (IllegalArgumentException e) {
            return at(Problems.invalid("token", String.valueOf(e.getMessage())));
        }
        IdempotencyKey key;
        try {
            key = idempotencyKey == null ? null : key(idempotencyKey);
        } catch (IllegalArgumentException e) {
            return at(Problems.malformed("Idempotency-Key " + e.getMessage() + "."));
        }
        HoldSeats.Command command = new HoldSeats.Command(customer, show, request.toRequest(), key, caller.source());
        return RequestJson.isPreferred(preferences)
                ? requestBooking.handle(command).thenApply(outcome -> answer(outcome, key))
                : holdSeats.handle(command).thenApply(outcome -> answer(outcome, request));
    }

    @POST
    @Path("{id}/confirm")
    @RolesAllowed({Roles.CUSTOMER, Roles.ADMIN})
    public CompletionStage<Response> confirm(@PathParam("id") BookingId id) {
        return confirmBooking.handle(id, caller.viewer()).thenApply(BookingResource::answer);
    }

    @POST
    @Path("{id}/extend")
    @RolesAllowed({Roles.CUSTOMER, Roles.ADMIN})
    public CompletionStage<Response> extend(@PathParam("id") BookingId id) {
        return extendBooking.handle(id, caller.viewer()).thenApply(BookingResource::answer);
    }

    @POST
    @Path("{id}/cancel")
    @RolesAllowed({Roles.CUSTOMER, Roles.ADMIN})
    public CompletionStage<Response> cancel(@PathParam("id") BookingId id) {
        return cancelBooking.handle(id, caller.viewer()).thenApply(BookingResource::answer);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.CUSTOMER, Roles.ORGANISER, Roles.ADMIN})
    public Response one(
            @PathParam("id") BookingId id,
            @QueryParam("receipt") @Nullable String receipt,
            @QueryParam("key") @Nullable String key) {
        IdempotencyKey attempt;
        try {
            attempt = key == null ? null : new IdempotencyKey(key);
        } catch (IllegalArgumentException e) {
            return Problems.invalid("key", String.valueOf(e.getMessage())).response();
        }
        Viewer viewer = caller.viewer();
        return switch (readBooking.handle(new ReadBooking.Query(id, receipt, attempt), viewer)) {
            case ReadBooking.Outcome.Found(Booking booking)
            when viewer.changes(booking) ->
                Response.ok(BookingJson.withTickets(booking, signer)).build();
            case ReadBooking.Outcome.Found(Booking booking) -> ok(booking);
            case ReadBooking.Outcome.Requested waits -> RequestJson.requested(id);
            case ReadBooking.Outcome.NeverServed late -> RequestJson.neverServed(id);
            case ReadBooking.Outcome.Absent absent -> Problems.notFound().response();
        };
    }

    /** A page of bookings; {@code next} is absent on the last one. */
    record BookingPage(List<BookingJson> items, @Nullable String next) {}

    @GET
    @RolesAllowed({Roles.CUSTOMER, Roles.ORGANISER, Roles.ADMIN})
    public Response page(
            @QueryParam("showId") @Nullable String showId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") String limit,
            @Context UriInfo uri) {
        if (status != null && !STATUSES.contains(status)) {
            return Problems.invalid(
                            "status",
                            "must be one of " + STATUSES.stream().sorted().toList())
                    .response();
        }
        int size = pageSize(limit);
        if (size < 1 || size > MAX_PAGE) {
            return Problems.invalid("limit", "must be 1 to " + MAX_PAGE).response();
        }
        ShowId show;
        BookingId before;
        try {
            show = showId == null ? null : ShowId.fromString(showId);
            before = cursor == null ? null : BookingId.fromString(cursor);
        } catch (IllegalArgumentException e) {
            return Problems.invalid("showId or cursor", "is not an id").response();
        }
        List<BookingJson> items =
                listBookings.handle(new ListBookings.Page(show, status, before, size), caller.viewer()).stream()
                        .map(BookingJson::of)
                        .toList();
        String next = items.size() < size ? null : items.getLast().id().toString();
        Response.ResponseBuilder response = Response.ok(new BookingPage(items, next));
        return next == null
                ? response.build()
                : response.header(HttpHeaders.LINK, link(uri, next)).build();
    }

    /** A relative reference, because only the gateway knows what the caller calls this place (RFC 8288). */
    private static String link(UriInfo uri, String cursor) {
        URI next =
                uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build();
        return "<" + next.getRawPath() + "?" + next.getRawQuery() + ">; rel=\"next\"";
    }

    private static Response answer(RequestBooking.Outcome outcome, @Nullable IdempotencyKey key) {
        return switch (outcome) {
            case RequestBooking.Outcome.Accepted(BookingId id, String receipt) ->
                RequestJson.accepted(id, receipt, key);
            case RequestBooking.Outcome.Overloaded overloaded ->
                BookingProblems.overloaded().retryAfter(RETRY_AFTER_SECONDS);
            case RequestBooking.Outcome.Unavailable away ->
                Problems.unavailable().retryAfter(RETRY_AFTER_SECONDS);
        };
    }

    private static Response answer(ClaimOutcome outcome, HoldRequest request) {
        return switch (outcome) {
            case Held(Booking booking) ->
                Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, "/api/v1/bookings/" + booking.id())
                        .entity(BookingJson.of(booking))
                        .build();
            case SeatsTaken(List<Integer> seats, List<Integer> proposal) ->
                BookingProblems.seatsTaken(seats, proposal).response();
            case Contended(List<Integer> seats) ->
                BookingProblems.seatsTaken(seats, List.of()).response();
            case TooFewPlaces(String section) ->
                BookingProblems.tooFewPlaces(section).response();
            case UnknownSeats(List<Integer> seats) ->
                Problems.invalid("seats", "are not all seats of this show: " + seats)
                        .response();
            case NoSuchSection(String section) ->
                Problems.invalid(request.sectionField(), "is not a section of this show that can be asked for so")
                        .response();
            case TooManyHolds(int most) -> BookingProblems.tooManyHolds(most).response();
            case TooManySeats(int most) -> BookingProblems.tooManySeats(most).response();
            case MustPause(Duration left) -> BookingProblems.mustPause().retryAfter(seconds(left));
            case ShareUsed(Duration left) -> BookingProblems.shareUsed().retryAfter(seconds(left));
            case KeyReused reused -> BookingProblems.keyReused().response();
            case ShowCancelled cancelled -> BookingProblems.showCancelled().response();
            case SalesClosed closed -> BookingProblems.salesClosed().response();
            case SeatsNotReady early -> BookingProblems.seatsNotReady().retryAfter(RETRY_AFTER_SECONDS);
            case Overloaded overloaded -> BookingProblems.overloaded().retryAfter(RETRY_AFTER_SECONDS);
            case NoSuchShow unknown -> Problems.notFound().response();
        };
    }

    private static Response answer(Optional<Transition> decided) {
        if (decided.isEmpty()) {
            return Problems.notFound().response();
        }
        return switch (decided.get()) {
            case Transition.Changed changed -> ok(changed.after());
            case Transition.Unchanged(Booking booking) -> ok(booking);
            case Transition.Refused(Transition.Refusal reason) ->
                switch (reason) {
                    case HOLD_EXPIRED -> BookingProblems.holdExpired().response();
                    case NOT_PENDING -> BookingProblems.notPending().response();
                    case ALREADY_EXTENDED -> BookingProblems.alreadyExtended().response();
                    case OFFER_NOT_EXTENDED ->
                        BookingProblems.offerNotExtended().response();
                    case HELD_LONGEST -> BookingProblems.heldLongest().response();
                    case TOO_LATE_TO_CANCEL -> BookingProblems.tooLateToCancel().response();
                    case SHOW_STARTED -> BookingProblems.showStarted().response();
                    case OVERLOADED -> BookingProblems.overloaded().retryAfter(RETRY_AFTER_SECONDS);
                    case NOT_YOURS -> Problems.notFound().response();
                };
        };
    }

    private static int seconds(Duration left) {
        return (int) left.plusMillis(999).toSeconds();
    }

    private static int pageSize(String limit) {
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The header is a structured string, so it is quoted; a key without quotes is taken as it is. */
    private static IdempotencyKey key(String header) {
        String text = header.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return new IdempotencyKey(quoted ? text.substring(1, text.length() - 1) : text);
    }

    private static CompletionStage<Response> at(Problem problem) {
        return CompletableFuture.completedFuture(problem.response());
    }

    private static Response ok(Booking booking) {
        return Response.ok(BookingJson.of(booking)).build();
    }
}
