package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.ExpireDue;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Lets the expiry worker expire what is due. The gateway never routes here. */
@Path("/internal/expirations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ExpirationResource {

    private final ExpireDue expireDue;

    ExpirationResource(ExpireDue expireDue) {
        this.expireDue = expireDue;
    }

    record ExpirationRequest(@Nullable Integer limit) {}

    @POST
    @RolesAllowed(Roles.INTERNAL)
    public Response expire(@Nullable ExpirationRequest request) {
        if (request == null || request.limit() == null) {
            return Problems.invalid("limit", "is missing").response();
        }
        int limit = request.limit();
        if (limit < 1 || limit > ExpireDue.MAX_BATCH) {
            return Problems.invalid("limit", "must be 1 to " + ExpireDue.MAX_BATCH)
                    .response();
        }
        return Response.ok(expireDue.handle(limit)).build();
    }
}
