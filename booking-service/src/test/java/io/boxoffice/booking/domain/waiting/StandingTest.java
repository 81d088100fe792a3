package io.boxoffice.booking.domain.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.waiting.Standing.State;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How somebody stands follows from their offer, and an estimate from what came back lately. */
class StandingTest {

    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
    private static final Instant STARTS_AT = NOW.plus(Duration.ofHours(10));
    private static final Duration TICK = Duration.ofNanos(1_000);

    @Test
    void theWaitEndsWhenTheShowBegins() {
        assertThat(Standing.state(null, false, NOW.plus(TICK), NOW)).isEqualTo(State.WAITING);
        assertThat(Standing.state(null, false, NOW, NOW)).isEqualTo(State.CLOSED);
        assertThat(Standing.state(null, true, STARTS_AT, NOW)).isEqualTo(State.CLOSED);
    }

    @Test
    void anOfferIsOpenUntilItsDeadline() {
        assertThat(offered(new Pending(), NOW.plus(TICK))).isEqualTo(State.OFFERED);
        assertThat(offered(new Pending(), NOW)).isEqualTo(State.LAPSED);
    }

    @Test
    void itsBookingTellsHowAnOfferWasAnswered() {
        assertThat(offered(new Confirmed(NOW), NOW)).isEqualTo(State.ACCEPTED);
        assertThat(offered(new Cancelled(NOW), NOW)).isEqualTo(State.ACCEPTED);
        assertThat(offered(new Failed(FailureReason.RELEASED, NOW), NOW)).isEqualTo(State.DECLINED);
        assertThat(offered(new Failed(FailureReason.EXPIRED, NOW), NOW)).isEqualTo(State.LAPSED);
        assertThat(offered(new Failed(FailureReason.SHOW_CANCELLED, NOW), NOW)).isEqualTo(State.CLOSED);
    }

    @Test
    void onlyWhoseTurnIsStillToComeIsOnTheList() {
        assertThat(State.values()).filteredOn(State::isOnTheList).containsExactly(State.WAITING, State.OFFERED);
    }

    @Test
    void theEstimateFollowsThePaceOfTheLastHour() {
        assertThat(waiting(9, 5).estimate()).contains(Duration.ofHours(2));
        assertThat(waiting(0, 10).estimate()).contains(Duration.ofMinutes(6));
    }

    @Test
    void nobodyIsToldLessThanItWillTakeAtThatPace() {
        assertThat(waiting(0, 61).estimate()).contains(Duration.ofMinutes(1));
        assertThat(waiting(0, 59).estimate()).contains(Duration.ofMinutes(2));
    }

    @Test
    void nobodyCanTellWhileNothingComesBackOrWhenItWouldTakeUntilTheStart() {
        assertThat(waiting(9, 0).estimate()).isEmpty();
        assertThat(waiting(98, 10).estimate()).contains(Duration.ofMinutes(594));
        assertThat(waiting(99, 10).estimate()).isEmpty();
    }

    private static State offered(BookingState state, Instant heldUntil) {
        Standing.Offer offer = new Standing.Offer(BookingId.nextFor(ShowId.next()), state, heldUntil);
        return Standing.state(offer, false, STARTS_AT, NOW);
    }

    private static Standing waiting(int placesAhead, int offeredLastHour) {
        return new Standing(
                null, 1, false, 0, State.WAITING, NOW, 2, placesAhead, offeredLastHour, null, STARTS_AT, NOW);
    }
}
