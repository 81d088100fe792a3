package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.kernel.id.BookingId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How somebody stands with the waiting list of a show.
 *
 * @param section its name; any section if absent
 * @param accessible how many of the places are to be accessible
 * @param position 1 for the next in line among those who may get the same places; 0 for who waits no longer
 * @param placesAhead how many places those ahead wait for
 * @param placesOfferedLastHour how many of the same places were offered within the last hour
 * @param offer the booking that was made, if there is one
 */
public record Standing(
        @Nullable String section,
        int quantity,
        boolean adjacent,
        int accessible,
        State state,
        Instant joinedAt,
        int position,
        int placesAhead,
        int placesOfferedLastHour,
        @Nullable Offer offer,
        Instant startsAt,
        Instant now) {

    /** The pace is measured over this time. */
    public static final Duration PACE = Duration.ofHours(1);

    private static final Duration ALMOST_A_MINUTE = Duration.ofMinutes(1).minusNanos(1);

    /** Where somebody is on the way. */
    public enum State {
        /** In line. */
        WAITING,
        /** There is an offer to confirm. */
        OFFERED,
        /** The offer was confirmed. */
        ACCEPTED,
        /** The offer was cancelled. */
        DECLINED,
        /** The offer's deadline passed. */
        LAPSED,
        /** The show began, or was cancelled. */
        CLOSED;

        /** An answered offer ends the wait: who wants more joins again, behind all others. */
        public boolean isOnTheList() {
            return this == WAITING || this == OFFERED;
        }
    }

    /** The booking that was made for the next in line. */
    public record Offer(BookingId id, BookingState state, Instant heldUntil) {}

    /** The state follows from the offer; nothing but the offer's own booking has to be written when it is answered. */
    public static State state(@Nullable Offer offer, boolean closed, Instant startsAt, Instant now) {
        if (offer == null) {
            return closed || !now.isBefore(startsAt) ? State.CLOSED : State.WAITING;
        }
        return switch (offer.state()) {
            case BookingState.Pending pending -> now.isBefore(offer.heldUntil()) ? State.OFFERED : State.LAPSED;
            case BookingState.Confirmed confirmed -> State.ACCEPTED;
            case BookingState.Cancelled cancelled -> State.ACCEPTED;
            case BookingState.Failed(FailureReason reason, Instant at) ->
                switch (reason) {
                    case EXPIRED -> State.LAPSED;
                    case SHOW_CANCELLED -> State.CLOSED;
                    default -> State.DECLINED;
                };
        };
    }

    /**
     * How long it may take at the pace of the last hour, in whole minutes and rather one too many. Nobody can tell while
     * nothing comes back, or if it would take until the show begins.
     */
    public Optional<Duration> estimate() {
        if (state != State.WAITING || placesOfferedLastHour == 0) {
            return Optional.empty();
        }
        Duration wait = PACE.multipliedBy((long) placesAhead + quantity).dividedBy(placesOfferedLastHour);
        Duration told = wait.plus(ALMOST_A_MINUTE).truncatedTo(ChronoUnit.MINUTES);
        return now.plus(told).isBefore(startsAt) ? Optional.of(told) : Optional.empty();
    }
}
