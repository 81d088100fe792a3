package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsNotReady;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Holds places for a customer until the show's deadline for holds. */
@ApplicationScoped
public class HoldSeats {

    /** A claim that met a locked seat is tried again, twice at most, before the seat counts as taken. */
    private static final int MAX_ATTEMPTS = 3;

    private final Bookings bookings;
    private final SeatMapCache seatMaps;
    private final NewShows newShows;

    HoldSeats(Bookings bookings, SeatMapCache seatMaps, NewShows newShows) {
        this.bookings = bookings;
        this.seatMaps = seatMaps;
        this.newShows = newShows;
    }

    /** Who wants which places of which show. */
    public record Command(Customer customer, ShowId show, SeatRequest request) {}

    public ClaimOutcome handle(Command command) {
        Claim claim = new Claim(BookingId.nextFor(command.show()), command.customer(), command.request());
        return switch (claim(claim)) {
            case Held held -> {
                seatMaps.drop(command.show());
                yield held;
            }
            case Contended contended -> new SeatsTaken(contended.seats());
            case NoSuchShow unknown when newShows.mayStillCome(command.show()) -> new SeatsNotReady();
            case ClaimOutcome other -> other;
        };
    }

    private ClaimOutcome claim(Claim claim) {
        ClaimOutcome outcome = bookings.hold(List.of(claim)).getFirst();
        for (int attempt = 2; outcome instanceof Contended && attempt <= MAX_ATTEMPTS; attempt++) {
            outcome = bookings.hold(List.of(claim)).getFirst();
        }
        return outcome;
    }
}
