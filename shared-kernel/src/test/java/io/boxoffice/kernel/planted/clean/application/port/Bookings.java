package io.boxoffice.kernel.planted.clean.application.port;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.planted.clean.domain.Booking;
import java.util.Optional;

/** A port as it should be. */
public interface Bookings {

    Optional<Booking> find(BookingId id);

    /** A value of the port's own. */
    record Page(int size) {}
}
