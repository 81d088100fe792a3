package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists a customer's own bookings; an organiser's when a show is named; everybody's for an admin. */
@ApplicationScoped
public class ListBookings {

    private final Bookings bookings;

    ListBookings(Bookings bookings) {
        this.bookings = bookings;
    }

    /**
     * Which of the bookings to list.
     *
     * @param before only those older than this one
     */
    public record Page(
            @Nullable ShowId show,
            @Nullable String status,
            @Nullable BookingId before,
            int limit) {}

    /** The page, newest first. */
    public List<Booking> handle(Page page, Viewer viewer) {
        boolean asOrganiser = viewer.organiser() && page.show() != null;
        String customer = viewer.admin() || asOrganiser ? null : viewer.id();
        String organiser = !viewer.admin() && asOrganiser ? viewer.id() : null;
        return bookings.list(
                new Bookings.Query(customer, organiser, page.show(), page.status(), page.before(), page.limit()));
    }
}
