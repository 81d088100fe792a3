package io.boxoffice.kernel.planted.clean.adapter.in.rest;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.planted.clean.application.FindBooking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** An adapter as it should be; adapters may have fields injected. */
public class BookingResource {

    @Inject
    @Nullable
    FindBooking findBooking;

    @GET
    public Response get(String id) {
        return findBooking != null && findBooking.handle(BookingId.fromString(id)) instanceof FindBooking.Found
                ? Response.ok().build()
                : Response.noContent().build();
    }
}
