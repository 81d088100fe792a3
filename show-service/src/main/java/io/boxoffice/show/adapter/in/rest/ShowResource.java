package io.boxoffice.show.adapter.in.rest;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.show.application.FindShow;
import io.boxoffice.show.application.ListShows;
import io.boxoffice.show.application.ListShows.Page;
import io.boxoffice.show.application.PublishShow;
import io.boxoffice.show.application.PublishShow.Published;
import io.boxoffice.show.application.PublishShow.Refused;
import io.boxoffice.show.domain.Violation;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue: organisers put shows on sale, everybody reads. Links and locations are relative references, because only
 * the gateway knows what the caller calls this place.
 */
@Path(ShowResource.PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ShowResource {

    static final String PATH = "/api/v1/shows";

    private final PublishShow publishShow;
    private final FindShow findShow;
    private final ListShows listShows;
    private final SecurityIdentity identity;

    ShowResource(PublishShow publishShow, FindShow findShow, ListShows listShows, SecurityIdentity identity) {
        this.publishShow = publishShow;
        this.findShow = findShow;
        this.listShows = listShows;
        this.identity = identity;
    }

    @POST
    @RolesAllowed({Roles.ORGANISER, Roles.ADMIN})
    @APIResponse(
            responseCode = "201",
            description = "The show; its seats can be booked a moment later",
            content = @Content(schema = @Schema(implementation = ShowView.class)))
    @APIResponse(
            responseCode = "422",
            description = "Every field that is wrong, by name",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response publish(@Nullable ShowRequest request) {
        if (request == null) {
            return Problems.malformed("The body is not the JSON object expected.")
                    .response();
        }
        return switch (publishShow.handle(new PublishShow.Command(organiserId(), request.toPlan(), Instant.now()))) {
            case Published published ->
                Response.status(Response.Status.CREATED)
                        .header(
                                HttpHeaders.LOCATION,
                                PATH + "/" + published.show().id())
                        .entity(ShowView.of(published.show()))
                        .build();
            case Refused refused ->
                Problems.invalid(errors(refused.violations())).response();
        };
    }

    /** The database cannot keep every subject an issuer can write into a token; such a token is no good here. */
    private String organiserId() {
        String subject = identity.getPrincipal().getName();
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new UnauthorizedException();
        }
        return subject;
    }

    @GET
    @Path("/{id}")
    @PermitAll
    @APIResponse(
            responseCode = "200",
            description = "The show",
            content = @Content(schema = @Schema(implementation = ShowView.class)))
    @APIResponse(responseCode = "404", description = "No such show", content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response find(@PathParam("id") String id) {
        return parsed(id)
                .flatMap(findShow::handle)
                .map(show -> Response.ok(ShowView.of(show)).build())
                .orElseGet(() -> Problems.notFound().response());
    }

    @GET
    @PermitAll
    @APIResponse(
            responseCode = "200",
            description = "Shows by their start; a Link header with rel=next leads to the next page",
            content = @Content(schema = @Schema(implementation = ShowView[].class)))
    @APIResponse(
            responseCode = "422",
            description = "Every parameter that is wrong, by name",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response list(@BeanParam ListParameters parameters, @Context UriInfo uri) {
        return switch (parameters.read()) {
            case ListParameters.Wrong wrong -> Problems.invalid(wrong.errors()).response();
            case ListParameters.Fine fine -> {
                Page page = listShows.handle(fine.query());
                Response.ResponseBuilder response =
                        Response.ok(page.shows().stream().map(ShowView::of).toList());
                page.next()
                        .map(Cursors::write)
                        .ifPresent(cursor -> response.header(HttpHeaders.LINK, next(uri, cursor)));
                yield response.build();
            }
        };
    }

    private static String next(UriInfo uri, String cursor) {
        URI next =
                uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build();
        return "<" + next.getRawPath() + "?" + next.getRawQuery() + ">; rel=\"next\"";
    }

    private static Optional<ShowId> parsed(String id) {
        try {
            return Optional.of(ShowId.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<FieldError> errors(List<Violation> violations) {
        return violations.stream()
                .map(violation -> new FieldError(violation.field(), violation.message()))
                .toList();
    }
}
