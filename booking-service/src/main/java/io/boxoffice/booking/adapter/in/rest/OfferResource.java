package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.OfferOverdue;
import io.boxoffice.booking.application.OfferSeats;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Lets the expiry worker have seats offered to those who wait. The gateway never routes here. */
@Path("/internal")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.INTERNAL)
class OfferResource {

    private final OfferSeats offerSeats;
    private final OfferOverdue offerOverdue;

    OfferResource(OfferSeats offerSeats, OfferOverdue offerOverdue) {
        this.offerSeats = offerSeats;
        this.offerOverdue = offerOverdue;
    }

    /** One round for a show, because seats of it came back. */
    @POST
    @Path("shows/{id}/offers")
    public OfferSeats.Outcome offer(@PathParam("id") ShowId show) {
        return offerSeats.handle(show);
    }

    /** One round for each of the shows that nobody looked at for a while. */
    @POST
    @Path("offers")
    public OfferOverdue.Outcome sweep() {
        return offerOverdue.handle(OfferOverdue.MAX_ROUNDS);
    }
}
