package io.boxoffice.booking.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Transition.SeatChange;
import io.boxoffice.booking.domain.Transition.Unchanged;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookingTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant HELD_AT = Instant.parse("2030-01-01T10:00:00Z");
    private static final Instant DEADLINE = HELD_AT.plusSeconds(120);
    private static final Instant STARTS_AT = Instant.parse("2030-02-01T19:00:00Z");
    private static final Duration TICK = Duration.ofNanos(1_000);

    @Test
    void aHoldIsConfirmedUntilTheLastMomentBeforeItsDeadline() {
        Changed changed = (Changed) pending().confirm(DEADLINE.minus(TICK), true);

        assertThat(changed.after().state()).isEqualTo(new Confirmed(DEADLINE.minus(TICK)));
        assertThat(changed.after().version()).isEqualTo(2);
        assertThat(changed.seats()).isEqualTo(SeatChange.BOOK);
        assertThat(changed.events().getFirst()).isInstanceOf(BookingConfirmed.class);
        assertThat(changed.events().getFirst().sequence()).isEqualTo(2);
    }

    @Test
    void atItsDeadlineAHoldIsTooLateToConfirm() {
        assertThat(pending().confirm(DEADLINE, true)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(pending().confirm(DEADLINE.plus(TICK), true)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
    }

    @Test
    void aHoldThatLostASeatIsNotConfirmed() {
        assertThat(pending().confirm(HELD_AT, false)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
    }

    @Test
    void confirmingTwiceChangesNothing() {
        Booking confirmed = after(pending().confirm(HELD_AT, true));

        assertThat(confirmed.confirm(DEADLINE.plusSeconds(9), true)).isEqualTo(new Unchanged(confirmed));
    }

    @Test
    void whatHasEndedIsNotConfirmed() {
        Booking expired = after(pending().expire(DEADLINE));
        Booking released = after(pending().cancel(HELD_AT));
        Booking cancelled = after(after(pending().confirm(HELD_AT, true)).cancel(HELD_AT));

        assertThat(expired.confirm(HELD_AT, true)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(released.confirm(HELD_AT, true)).isEqualTo(new Refused(Refusal.NOT_PENDING));
        assertThat(cancelled.confirm(HELD_AT, true)).isEqualTo(new Refused(Refusal.NOT_PENDING));
    }

    @Test
    void aHoldIsExpiredAtItsDeadlineAndNotBefore() {
        assertThat(pending().expire(DEADLINE.minus(TICK))).isEqualTo(new Unchanged(pending()));

        Changed changed = (Changed) pending().expire(DEADLINE);
        assertThat(changed.after().state()).isEqualTo(new Failed(FailureReason.EXPIRED, DEADLINE));
        assertThat(changed.seats()).isEqualTo(SeatChange.FREE);
        assertThat(changed.events().getFirst()).isInstanceOf(BookingExpired.class);
    }

    @Test
    void onlyAHoldExpires() {
        Booking confirmed = after(pending().confirm(HELD_AT, true));

        assertThat(confirmed.expire(DEADLINE)).isEqualTo(new Unchanged(confirmed));
    }

    @Test
    void aHoldIsExtendedOnceByAsMuchAsItHadAtFirst() {
        Changed changed = (Changed) pending().extend(DEADLINE.minus(TICK), true);
        Booking extended = changed.after();

        assertThat(extended.heldUntil()).isEqualTo(DEADLINE.plusSeconds(120));
        assertThat(changed.seats()).isEqualTo(SeatChange.EXTEND);
        assertThat(changed.events()).isEmpty();
        assertThat(extended.extend(DEADLINE, true)).isEqualTo(new Refused(Refusal.ALREADY_EXTENDED));
        assertThat(extended.confirm(DEADLINE.plusSeconds(119), true)).isInstanceOf(Changed.class);
        assertThat(extended.confirm(DEADLINE.plusSeconds(120), true)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(extended.asHeld()).isEqualTo(pending());
    }

    @Test
    void whatIsNoLongerHeldIsNotExtended() {
        assertThat(pending().extend(DEADLINE, true)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(pending().extend(HELD_AT, false)).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(after(pending().expire(DEADLINE)).extend(DEADLINE, false))
                .isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
        assertThat(after(pending().confirm(HELD_AT, true)).extend(HELD_AT, true))
                .isEqualTo(new Refused(Refusal.NOT_PENDING));
    }

    @Test
    void anOfferIsConfirmedAndCancelledLikeAnyHoldButNotExtended() {
        Booking offer = pending().asOffer();

        assertThat(offer.extend(HELD_AT, true)).isEqualTo(new Refused(Refusal.OFFER_NOT_EXTENDED));
        assertThat(after(offer.confirm(DEADLINE.minus(TICK), true)).offer()).isTrue();
        assertThat(after(offer.cancel(HELD_AT)).offer()).isTrue();
    }

    @Test
    void aHoldIsNotExtendedBeyondTheStart() {
        Booking late = new Booking(
                pending().id(),
                1,
                pending().customer(),
                pending().show(),
                pending().places(),
                pending().state(),
                STARTS_AT.minusSeconds(30),
                STARTS_AT.minusSeconds(150),
                null,
                false);

        assertThat(((Changed) late.extend(STARTS_AT.minusSeconds(60), true))
                        .after()
                        .heldUntil())
                .isEqualTo(STARTS_AT);
    }

    @Test
    void cancellingAHoldReleasesIt() {
        Changed changed = (Changed) pending().cancel(DEADLINE.minus(TICK));

        assertThat(changed.after().state()).isEqualTo(new Failed(FailureReason.RELEASED, DEADLINE.minus(TICK)));
        assertThat(changed.events().getFirst()).isInstanceOf(BookingFailed.class);
    }

    @Test
    void cancellingALapsedHoldExpiresIt() {
        assertThat(((Changed) pending().cancel(DEADLINE)).events().getFirst()).isInstanceOf(BookingExpired.class);
    }

    @Test
    void aConfirmedBookingIsCancelledUntilTheShowStarts() {
        Booking confirmed = after(pending().confirm(HELD_AT, true));

        Changed changed = (Changed) confirmed.cancel(STARTS_AT.minus(TICK));
        assertThat(changed.after().state()).isEqualTo(new Cancelled(STARTS_AT.minus(TICK)));
        assertThat(changed.events().getFirst()).isInstanceOf(BookingCancelled.class);
        assertThat(confirmed.cancel(STARTS_AT)).isEqualTo(new Refused(Refusal.SHOW_STARTED));
    }

    @Test
    void cancellingWhatHasEndedChangesNothing() {
        Booking expired = after(pending().expire(DEADLINE));

        assertThat(expired.cancel(DEADLINE)).isEqualTo(new Unchanged(expired));
    }

    @Test
    void theEventTellsTheTotalAndThePlaces() {
        BookingConfirmed event = (BookingConfirmed)
                ((Changed) pending().confirm(HELD_AT, true)).events().getFirst();

        assertThat(event.booking().totalMinor()).isEqualTo(7_000);
        assertThat(event.booking().places())
                .extracting(place -> place.section() + place.row() + place.number())
                .containsExactly("StallsA1", "Standingnullnull");
        assertThat(event.booking().show().startsAt()).isEqualTo(STARTS_AT);
    }

    private static Booking after(Transition transition) {
        return ((Changed) transition).after();
    }

    private static Booking pending() {
        Section stalls = new Section(1, "Stalls", 1, 10, 5, List.of(), new Money(4_500, EUR));
        Section standing = new Section(2, "Standing", 11, 10, 0, List.of(), new Money(2_500, EUR));
        ShowId id = new ShowId(1);
        Show show = new Show(
                id,
                1,
                new ShowDetails("Hamlet", "Globe", STARTS_AT, ZoneId.of("Europe/London"), EUR, "olga"),
                Duration.ofMinutes(2),
                List.of(stalls, standing));
        Claim claim = new Claim(
                new BookingId(id, 7),
                new Customer("anna", "anna@customers.example", null, "en"),
                new SeatRequest.Named(List.of(1, 11)),
                null);
        return Booking.held(claim, show, List.of(stalls.place(1), standing.place(11)), DEADLINE, HELD_AT);
    }
}
