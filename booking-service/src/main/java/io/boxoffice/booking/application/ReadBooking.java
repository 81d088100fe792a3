package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Shows one booking to those whose it is. */
@ApplicationScoped
public class ReadBooking {

    private final Bookings bookings;

    ReadBooking(Bookings bookings) {
        this.bookings = bookings;
    }

    /** Empty if there is no such booking, or it is not the viewer's to see. */
    public Optional<Booking> handle(BookingId id, Viewer viewer) {
        return bookings.find(id).filter(viewer::sees);
    }
}
