package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.RequestQueue;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.KeyReused;
import io.boxoffice.booking.domain.ClaimOutcome.MustPause;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchSection;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.Overloaded;
import io.boxoffice.booking.domain.ClaimOutcome.SalesClosed;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsNotReady;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.ClaimOutcome.ShowCancelled;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import io.boxoffice.booking.domain.ClaimOutcome.TooManySeats;
import io.boxoffice.booking.domain.ClaimOutcome.UnknownSeats;
import io.boxoffice.booking.domain.FailureReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/**
 * Serves a request that was answered before, like any other, but its refusal is kept as a FAILED booking. Its id was
 * made when it was taken, so that a request which is handed out again, after a crash at whatever moment, finds its
 * booking; should two meet, the booking's key lets one of them win.
 */
@ApplicationScoped
public class ServeRequest {

    private final RequestQueue queue;
    private final Bookings bookings;
    private final HoldSeats holdSeats;
    private final RequestTerms terms;
    private final InstantSource clock;

    ServeRequest(RequestQueue queue, Bookings bookings, HoldSeats holdSeats, RequestTerms terms, InstantSource clock) {
        this.queue = queue;
        this.bookings = bookings;
        this.holdSeats = holdSeats;
        this.terms = terms;
        this.clock = clock;
    }

    /** What became of the request. */
    public enum Outcome {
        /** There is a booking, held or failed, or there never can be one. */
        SETTLED,
        /** Nothing was done, because nobody can be served or its seats are in somebody's hands; ask again in a moment. */
        NOT_NOW,
        /** Nothing was done, because its show is not there yet; others may be served meanwhile. */
        NOT_YET,
        /** It has waited longer than it may. */
        TOO_LATE
    }

    public Outcome handle(byte[] message) {
        Claim claim = queue.read(message);
        if (terms.tooLateToServe(claim.id(), clock.instant())) {
            return Outcome.TOO_LATE;
        }
        if (bookings.find(claim.id()).isPresent()) {
            return Outcome.SETTLED;
        }
        return settle(claim, holdSeats.claim(claim).toCompletableFuture().join());
    }

    private Outcome settle(Claim claim, ClaimOutcome outcome) {
        return switch (outcome) {
            case Held held -> Outcome.SETTLED;
            case Overloaded overloaded -> Outcome.NOT_NOW;
            case SeatsNotReady early -> Outcome.NOT_YET;
            case SeatsTaken taken -> refused(claim, FailureReason.SEATS_TAKEN);
            case Contended contended -> Outcome.NOT_NOW;
            case TooFewPlaces few -> refused(claim, FailureReason.SEATS_TAKEN);
            case UnknownSeats unknown -> refused(claim, FailureReason.REFUSED);
            case NoSuchSection unknown -> refused(claim, FailureReason.REFUSED);
            case TooManyHolds many -> refused(claim, FailureReason.REFUSED);
            case TooManySeats many -> refused(claim, FailureReason.REFUSED);
            case MustPause pause -> refused(claim, FailureReason.REFUSED);
            case ShareUsed used -> refused(claim, FailureReason.REFUSED);
            case KeyReused reused -> refused(claim, FailureReason.REFUSED);
            case ShowCancelled cancelled -> refused(claim, FailureReason.REFUSED);
            case SalesClosed closed -> refused(claim, FailureReason.REFUSED);
            // a booking tells the name and the time of its show, and of this one nobody knows them
            case NoSuchShow unknown -> Outcome.SETTLED;
        };
    }

    private Outcome refused(Claim claim, FailureReason reason) {
        bookings.refuse(claim, reason);
        return Outcome.SETTLED;
    }
}
