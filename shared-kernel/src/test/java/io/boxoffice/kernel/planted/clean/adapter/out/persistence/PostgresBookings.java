package io.boxoffice.kernel.planted.clean.adapter.out.persistence;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.planted.clean.application.port.Bookings;
import io.boxoffice.kernel.planted.clean.domain.Booking;
import java.util.Optional;

/** An adapter as it should be. */
final class PostgresBookings implements Bookings {

    @Override
    public Optional<Booking> find(BookingId id) {
        return Optional.empty();
    }
}
