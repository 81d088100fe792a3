package io.boxoffice.notification.adapter.in.rest;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Roles;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.application.ResendMail;
import io.boxoffice.notification.domain.Mail;
import jakarta.annotation.security.RolesAllowed;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The delivery log, and mails sent again. */
@Path("/api/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource {

    private static final Problem SUPERSEDED = new Problem(
            "mail-superseded",
            409,
            "The mail was overtaken",
            "What it offers has ended, or there is a later mail about the booking: send the newest.");

    private final FindDeliveries findDeliveries;
    private final ResendMail resendMail;

    NotificationResource(FindDeliveries findDeliveries, ResendMail resendMail) {
        this.findDeliveries = findDeliveries;
        this.resendMail = resendMail;
    }

    /**
     * How to send a mail again.
     *
     * @param to the address, if not the one it went to before
     */
    public record ResendRequest(@Nullable String to) {}

    @GET
    @RolesAllowed(Roles.ADMIN)
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

    @POST
    @Path("/{id}/resend")
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response resend(@PathParam("id") long id, @Nullable ResendRequest request) {
        Optional<String> to = Optional.ofNullable(request).map(ResendRequest::to);
        if (to.isPresent() && !isAddress(to.get())) {
            return Problems.invalid("to", "is not a mail address").response();
        }
        return switch (resendMail.handle(new ResendMail.Command(id, to, Instant.now()))) {
            case ResendMail.Outcome.Queued queued ->
                Response.accepted(NotificationView.of(queued.delivery())).build();
            case ResendMail.Outcome.Superseded superseded -> SUPERSEDED.response();
            case ResendMail.Outcome.NotThere gone -> Problems.notFound().response();
        };
    }

    private static boolean isAddress(String text) {
        try {
            String address = Mail.sendable(text).orElse("");
            return address.equals(new InternetAddress(address, true).getAddress());
        } catch (AddressException e) {
            return false;
        }
    }
}
