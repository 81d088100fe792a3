package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.kernel.problem.Problem;
import java.util.List;

/** The refusals that only bookings know. */
final class BookingProblems {

    static Problem seatsTaken(List<Integer> seats, List<Integer> proposal) {
        Problem taken = new Problem(
                        "seats-taken", 409, "Seats are taken", "Somebody else has these seats: " + seats + ".")
                .with("conflicts", seats);
        return proposal.isEmpty() ? taken : taken.with("proposal", proposal);
    }

    static Problem tooFewPlaces(String section) {
        return new Problem("seats-taken", 409, "Not enough places", "'" + section + "' has fewer free places.")
                .with("conflicts", List.of());
    }

    static Problem tooManyHolds(int most) {
        return new Problem(
                "too-many-holds", 409, "Too many open holds", "Confirm or cancel one first; " + most + " may be open.");
    }

    static Problem tooManySeats(int most) {
        return new Problem(
                "too-many-seats", 409, "Too many seats", "One customer may have " + most + " seats of this show.");
    }

    static Problem mustPause() {
        return new Problem(
                "holding-pause",
                429,
                "Too many holds were let go",
                "You held seats of this show and let them go again and again. Wait before you hold others.");
    }

    static Problem shareUsed() {
        return new Problem(
                "share-used",
                429,
                "Others shall have seats, too",
                "Where you are, enough places of this show were taken for now. Try again later.");
    }

    static Problem keyReused() {
        return new Problem(
                "idempotency-key-reused",
                422,
                "The idempotency key was used before",
                "This key belongs to another request for this show. Use a new one.");
    }

    static Problem salesClosed() {
        return new Problem("sales-closed", 409, "Sales are closed", "The show has begun.");
    }

    static Problem showCancelled() {
        return new Problem("show-cancelled", 410, "The show is cancelled", "It will not take place.");
    }

    static Problem heldLongest() {
        return new Problem("longest-hold", 409, "The hold cannot be longer", "The show allows no longer holds.");
    }

    static Problem tooLateToCancel() {
        return new Problem(
                "too-late-to-cancel", 409, "It is too late to cancel", "The last moment to cancel has passed.");
    }

    static Problem seatsNotReady() {
        return new Problem(
                "seats-not-ready", 503, "Seats are not ready yet", "The show is new; its seats are being laid out.");
    }

    static Problem overloaded() {
        return new Problem(
                "overloaded",
                503,
                "Too many requests are waiting",
                "Nothing was done. Send the request again shortly.");
    }

    static Problem holdExpired() {
        return new Problem("hold-expired", 409, "The hold has expired", "The deadline has passed. Book again.");
    }

    static Problem notPending() {
        return new Problem("not-pending", 409, "The booking has ended", "Only a PENDING booking can be confirmed.");
    }

    static Problem alreadyExtended() {
        return new Problem("already-extended", 409, "The hold was extended before", "A hold is extended once.");
    }

    static Problem offerNotExtended() {
        return new Problem(
                "offer-not-extended", 409, "An offer is not extended", "Others wait behind it. Confirm it in time.");
    }

    static Problem showStarted() {
        return new Problem("show-started", 409, "The show has begun", "It is too late for that.");
    }

    static Problem placesFree() {
        return new Problem(
                "places-free",
                409,
                "Places are on sale",
                "There are free places that fit. Book them instead of waiting.");
    }

    static Problem alreadyWaiting() {
        return new Problem(
                "already-waiting", 409, "On the waiting list already", "Leave it first to wait for something else.");
    }

    static Problem offerOpen() {
        return new Problem("offer-open", 409, "There is an offer", "Confirm or cancel its booking.");
    }

    private BookingProblems() {}
}
