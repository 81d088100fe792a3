package io.boxoffice.booking.domain;

import java.time.Duration;
import java.util.List;

/** What became of a claim. */
public sealed interface ClaimOutcome {

    /** The places are held; the booking is PENDING. */
    record Held(Booking booking) implements ClaimOutcome {

        /** Whether this claim made the booking, and not an earlier attempt. */
        public boolean isMadeBy(Claim claim) {
            return booking.id().equals(claim.id());
        }
    }

    /**
     * Nothing was held, because these seats are somebody else's.
     *
     * @param proposal as many other seats side by side, that were free a moment ago; none if there are none
     */
    record SeatsTaken(List<Integer> seats, List<Integer> proposal) implements ClaimOutcome {

        public SeatsTaken(List<Integer> seats) {
            this(seats, List.of());
        }
    }

    /**
     * Nothing was held, because somebody else was in the way this instant. Worth asking again.
     *
     * @param seats those in somebody's hands, if they were asked for by name; none if it was about other places, or about
     *     what the customer may have
     */
    record Contended(List<Integer> seats) implements ClaimOutcome {}

    /** Nothing was held, because the section has fewer free places. */
    record TooFewPlaces(String section) implements ClaimOutcome {}

    /** The show has no such seats. */
    record UnknownSeats(List<Integer> seats) implements ClaimOutcome {}

    /** The show has no such section, or its seats are chosen one by one. */
    record NoSuchSection(String section) implements ClaimOutcome {}

    /** The customer has this many open holds of the show already, which is the most one may have. */
    record TooManyHolds(int most) implements ClaimOutcome {}

    /** The customer would have more than this many seats of the show, held and booked. */
    record TooManySeats(int most) implements ClaimOutcome {}

    /** The customer has let so many holds of the show go that there is a pause before the next one. */
    record MustPause(Duration left) implements ClaimOutcome {}

    /** Those who come from the same place have had their share of the show for now. */
    record ShareUsed(Duration left) implements ClaimOutcome {}

    /** The idempotency key was used for another request. */
    record KeyReused() implements ClaimOutcome {}

    /** The show has begun. */
    record SalesClosed() implements ClaimOutcome {}

    /** The show will not take place. */
    record ShowCancelled() implements ClaimOutcome {}

    /** The show is so new that its seats are not laid out yet. */
    record SeatsNotReady() implements ClaimOutcome {}

    /** Too many requests are waiting, or in each other's way; nothing was done. */
    record Overloaded() implements ClaimOutcome {}

    /** Nobody has heard of the show. */
    record NoSuchShow() implements ClaimOutcome {}
}
