package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What all changes of one booking have in common: whose it is, and that the seat map is drawn anew. */
@ApplicationScoped
class ChangeBooking {

    private final Bookings bookings;
    private final SeatMapCache seatMaps;

    ChangeBooking(Bookings bookings, SeatMapCache seatMaps) {
        this.bookings = bookings;
        this.seatMaps = seatMaps;
    }

    Optional<Transition> by(Viewer viewer, BookingId id, Decision decision) {
        Optional<Transition> decided = bookings.change(
                id,
                (booking, now, holdsItsSeats) -> viewer.changes(booking)
                        ? decision.decide(booking, now, holdsItsSeats)
                        : new Refused(Refusal.NOT_YOURS));
        if (decided.orElse(null) instanceof Changed) {
            seatMaps.drop(id.show());
        }
        return decided.filter(transition -> !transition.equals(new Refused(Refusal.NOT_YOURS)));
    }
}
