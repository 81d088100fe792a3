package io.boxoffice.booking.application;

import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Holds the places of a booking for longer, once. */
@ApplicationScoped
public class ExtendBooking {

    private final ChangeBooking change;

    ExtendBooking(ChangeBooking change) {
        this.change = change;
    }

    /** What was decided; empty if there is no such booking, or it is somebody else's. */
    public CompletionStage<Optional<Transition>> handle(BookingId id, Viewer viewer) {
        return change.by(viewer, id, (booking, now, holdsItsSeats) -> booking.extend(now, holdsItsSeats));
    }
}
