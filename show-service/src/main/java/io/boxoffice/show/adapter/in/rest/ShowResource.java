package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.show.application.CancelShow;
import io.boxoffice.show.application.ChangeShow;
import io.boxoffice.show.application.PublishShow;
import io.boxoffice.show.application.PublishShow.Published;
import io.boxoffice.show.application.PublishShow.Refused;
import io.boxoffice.show.domain.Caller;
import io.boxoffice.show.domain.Change;
import io.boxoffice.show.domain.Show;
import io.boxoffice.show.domain.Violation;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Organisers put shows on sale, change them and call them off. Locations are relative references, because only the
 * gateway knows what the caller calls this place.
 */
@Path(ShowResource.PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ShowResource {

    static final String PATH = "/api/v1/shows";
    static final String MERGE_PATCH = "application/merge-patch+json";

    private final PublishShow publishShow;
    private final ChangeShow changeShow;
    private final CancelShow cancelShow;
    private final ObjectMapper json;
    private final SecurityIdentity identity;

    ShowResource(
            PublishShow publishShow,
            ChangeShow changeShow,
            CancelShow cancelShow,
            ObjectMapper json,
            SecurityIdentity identity) {
        this.publishShow = publishShow;
        this.changeShow = changeShow;
        this.cancelShow = cancelShow;
        this.json = json;
        this.identity = identity;
    }

    @POST
    @RolesAllowed({Roles.ORGANISER, Roles.ADMIN})
    public Response publish(@Nullable ShowRequest request) {
        if (request == null) {
            return Problems.malformed("The body is not the JSON object expected.")
                    .response();
        }
        return switch (publishShow.handle(new PublishShow.Command(callerId(), request.toPlan(), Instant.now()))) {
            case Published published ->
                Response.status(Response.Status.CREATED)
                        .header(
                                HttpHeaders.LOCATION,
                                PATH + "/" + published.show().id())
                        .tag(VersionTags.of(published.show()))
                        .entity(ShowView.of(published.show()))
                        .build();
            case Refused refused ->
                Problems.invalid(errors(refused.violations())).response();
        };
    }

    /** The database cannot keep every subject an issuer can write into a token; such a token is no good here. */
    private String callerId() {
        String subject = identity.getPrincipal().getName();
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new UnauthorizedException();
        }
        return subject;
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @RolesAllowed({Roles.ORGANISER, Roles.ADMIN})
    public Response change(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ObjectNode patch)
            throws JsonProcessingException {
        if (patch == null) {
            return Problems.malformed("The body is not the JSON object expected.")
                    .response();
        }
        ShowPatch.Read read = ShowPatch.read(patch, json);
        if (ifMatch == null) {
            return ShowProblems.versionWanted().response();
        }
        return answer(parsed(id)
                .flatMap(show -> changeShow.handle(new ChangeShow.Command(
                        show, caller(), VersionTags.ifMatch(ifMatch), read::appliedTo, Instant.now()))));
    }

    @POST
    @Path("/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Roles.ORGANISER, Roles.ADMIN})
    public Response cancel(@PathParam("id") String id) {
        return answer(parsed(id).flatMap(show -> cancelShow.handle(show, caller(), Instant.now())));
    }

    private Caller caller() {
        return new Caller(callerId(), identity.hasRole(Roles.ADMIN));
    }

    private static Response answer(Optional<Change> change) {
        if (change.isEmpty()) {
            return Problems.notFound().response();
        }
        return switch (change.get()) {
            case Change.Changed(Show show) -> ok(show);
            case Change.Unchanged(Show show) -> ok(show);
            case Change.NotYours no -> ShowProblems.notYours().response();
            case Change.OutOfDate(int version) ->
                ShowProblems.outOfDate(version).response();
            case Change.WasCancelled no -> ShowProblems.cancelled().response();
            case Change.Invalid(List<Violation> violations) ->
                Problems.invalid(errors(violations)).response();
        };
    }

    private static Response ok(Show show) {
        return Response.ok(ShowView.of(show)).tag(VersionTags.of(show)).build();
    }

    static Optional<ShowId> parsed(String id) {
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
