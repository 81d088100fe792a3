package io.boxoffice.booking.domain;

import io.boxoffice.booking.domain.ClaimOutcome.MustPause;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import io.boxoffice.booking.domain.ClaimOutcome.TooManySeats;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one customer may do with one show, so that nobody sits on its seats. Who held seats and let them go, again and
 * again, has to wait before the next hold: each time twice as long.
 *
 * @param openHolds the most holds at a time
 * @param seats the most seats, held and booked
 * @param freeLapses how many holds may end unpaid, within the longest pause, before pauses begin
 * @param firstPause after one more than those
 */
public record HoardingRules(int openHolds, int seats, int freeLapses, Duration firstPause, Duration longestPause) {

    /**
     * What a customer has done with a show.
     *
     * @param seats held and booked
     * @param lapses holds that ended unpaid within the longest pause: lapsed or released, but for offers
     * @param lastLapse when the last of them ended
     */
    public record Tally(
            int openHolds, int seats, int lapses, @Nullable Instant lastLapse) {

        /** The tally with one more hold. */
        public Tally plusHold(int size) {
            return new Tally(openHolds + 1, seats + size, lapses, lastLapse);
        }
    }

    /** Why there is no other hold of so many seats now; empty if there may be one. */
    public Optional<ClaimOutcome> refusal(Tally tally, int wanted, Instant now) {
        if (tally.openHolds() >= openHolds) {
            return Optional.of(new TooManyHolds(openHolds));
        }
        if (tally.seats() + wanted > seats) {
            return Optional.of(new TooManySeats(seats));
        }
        if (tally.lastLapse() != null) {
            Duration left = Duration.between(now, tally.lastLapse().plus(pauseAfter(tally.lapses())));
            if (left.isPositive()) {
                return Optional.of(new MustPause(left));
            }
        }
        return Optional.empty();
    }

    Duration pauseAfter(int lapses) {
        if (lapses <= freeLapses) {
            return Duration.ZERO;
        }
        Duration pause = firstPause;
        for (int more = freeLapses + 1; more < lapses && pause.compareTo(longestPause) < 0; more++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
