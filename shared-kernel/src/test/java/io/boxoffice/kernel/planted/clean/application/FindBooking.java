package io.boxoffice.kernel.planted.clean.application;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.planted.clean.application.port.Bookings;
import io.boxoffice.kernel.planted.clean.domain.Booking;
import jakarta.enterprise.context.ApplicationScoped;

/** A use case as it should be. */
@ApplicationScoped
public class FindBooking {

    private final Bookings bookings;

    FindBooking(Bookings bookings) {
        this.bookings = bookings;
    }

    public Outcome handle(BookingId id) {
        return bookings.find(id).<Outcome>map(Found::new).orElseGet(Unknown::new);
    }

    /** What became of it. */
    public sealed interface Outcome {}

    /** It is there. */
    public record Found(Booking booking) implements Outcome {}

    /** It is not. */
    public record Unknown() implements Outcome {}
}
