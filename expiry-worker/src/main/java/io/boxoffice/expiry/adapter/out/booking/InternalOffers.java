package io.boxoffice.expiry.adapter.out.booking;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The waiting list's part of booking-service that is for us alone. */
@RegisterRestClient(configKey = "booking-service")
@OidcClientFilter
@Path("/internal")
@Produces(MediaType.APPLICATION_JSON)
interface InternalOffers {

    @POST
    @Path("shows/{id}/offers")
    Answer offer(@PathParam("id") String show);

    @POST
    @Path("offers")
    Answer sweep();

    /** What was done; booking-service may say more than we know. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(int offers, boolean more) {}
}
