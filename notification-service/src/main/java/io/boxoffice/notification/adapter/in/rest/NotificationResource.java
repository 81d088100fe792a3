package io.boxoffice.notification.adapter.in.rest;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.notification.application.FindDeliveries;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The delivery log. */
@Path("/api/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Notifications")
public class NotificationResource {

    private final FindDeliveries findDeliveries;

    NotificationResource(FindDeliveries findDeliveries) {
        this.findDeliveries = findDeliveries;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(operationId = "listNotifications", summary = "The mails about a booking, newest first, at most 100")
    @APIResponseSchema(value = NotificationView[].class, responseCode = "200")
    @APIResponse(responseCode = "401", description = "No valid token")
    @APIResponse(responseCode = "403", description = "Not an admin")
    @APIResponse(responseCode = "422", description = "No booking id, or one that cannot be")
    public Response list(@QueryParam("bookingId") @Nullable String bookingId) {
        if (bookingId == null) {
            return Problems.invalid("bookingId", "is needed").response();
        }
        BookingId booking;
        try {
            booking = BookingId.fromString(bookingId);
        } catch (IllegalArgumentException e) {
            return Problems.invalid("bookingId", "is not a booking id").response();
        }
        return Response.ok(findDeliveries.handle(booking).stream()
                        .map(NotificationView::of)
                        .toList())
                .build();
    }
}
