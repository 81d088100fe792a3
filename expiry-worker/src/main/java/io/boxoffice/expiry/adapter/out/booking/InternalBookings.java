package io.boxoffice.expiry.adapter.out.booking;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The part of booking-service that is for us alone. */
@RegisterRestClient(configKey = "booking-service")
@OidcClientFilter
@Path("/internal/expirations")
interface InternalBookings {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Answer expire(Question question);

    /** How many bookings to expire at most. */
    record Question(int limit) {}

    /** How many were expired, and whether more are due; booking-service may come to say more than we know. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(int expired, boolean more) {}
}
