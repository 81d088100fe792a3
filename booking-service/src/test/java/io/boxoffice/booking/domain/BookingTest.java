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
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.WaitingListOffered;
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
    private static final Duration MAX_HOLD = Duration.ofMinutes(5);
    private static final Duration CUT_OFF = Duration.ofHours(1);
    private static final Instant LAST_CALL = STARTS_AT.minus(CUT_OFF);
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
        assertThat(((BookingExpired) changed.events().getFirst()).offer()).isNull();
        Changed offer = (Changed) pending().asOffer().expire(DEADLINE);
        assertThat(((BookingExpired) offer.events().getFirst()).offer()).isTrue();
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
        assertThat(changed.seats()).isEqualTo(SeatChange.HOLD);
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
        Booking late = heldUntil(STARTS_AT.minusSeconds(30), STARTS_AT.minusSeconds(150));

        assertThat(((Changed) late.extend(STARTS_AT.minusSeconds(60), true))
                        .after()
                        .heldUntil())
                .isEqualTo(STARTS_AT);
    }

    @Test
    void cancellingAHoldReleasesIt() {
        Changed changed = (Changed) pending().cancel(DEADLINE.minus(TICK));

        assertThat(changed.after().state()).isEqualTo(new Failed(FailureReason.RELEASED, DEADLINE.minus(TICK)));
        assertThat(((BookingFailed) changed.events().getFirst()).offer()).isFalse();
        Changed declined = (Changed) pending().asOffer().cancel(HELD_AT);
        assertThat(((BookingFailed) declined.events().getFirst()).offer()).isTrue();
    }

    @Test
    void cancellingALapsedHoldExpiresIt() {
        assertThat(((Changed) pending().cancel(DEADLINE)).events().getFirst()).isInstanceOf(BookingExpired.class);
    }

    @Test
    void aConfirmedBookingIsCancelledUntilTheCutOff() {
        Booking confirmed = after(pending().confirm(HELD_AT, true));

        Changed changed = (Changed) confirmed.cancel(LAST_CALL.minus(TICK));
        assertThat(changed.after().state()).isEqualTo(new Cancelled(LAST_CALL.minus(TICK)));
        assertThat(((BookingCancelled) changed.events().getFirst()).cause()).isEqualTo(BookingCancelled.Cause.CUSTOMER);
        assertThat(confirmed.cancel(LAST_CALL)).isEqualTo(new Refused(Refusal.TOO_LATE_TO_CANCEL));
        assertThat(confirmed.cancel(STARTS_AT.minus(TICK))).isEqualTo(new Refused(Refusal.TOO_LATE_TO_CANCEL));
        assertThat(confirmed.cancel(STARTS_AT)).isEqualTo(new Refused(Refusal.SHOW_STARTED));
    }

    @Test
    void aHoldIsReleasedAlsoAfterTheCutOff() {
        Booking late = heldUntil(STARTS_AT.minusSeconds(30), STARTS_AT.minusSeconds(150));

        assertThat(late.cancel(STARTS_AT.minusSeconds(60))).isInstanceOf(Changed.class);
    }

    @Test
    void aHoldIsNotExtendedBeyondTheLongestOfItsShow() {
        Booking long4 = heldUntil(HELD_AT.plusSeconds(240), HELD_AT);
        Booking longest = heldUntil(HELD_AT.plus(MAX_HOLD), HELD_AT);
        Booking almost = heldUntil(HELD_AT.plus(MAX_HOLD).minus(TICK), HELD_AT);

        assertThat(after(long4.extend(HELD_AT, true)).heldUntil()).isEqualTo(HELD_AT.plus(MAX_HOLD));
        assertThat(after(almost.extend(HELD_AT, true)).heldUntil()).isEqualTo(HELD_AT.plus(MAX_HOLD));
        assertThat(longest.extend(HELD_AT, true)).isEqualTo(new Refused(Refusal.HELD_LONGEST));
    }

    @Test
    void aHoldThatEndsWithTheStartIsNotExtended() {
        Booking late = heldUntil(STARTS_AT, STARTS_AT.minusSeconds(120));

        assertThat(late.extend(STARTS_AT.minusSeconds(60), true)).isEqualTo(new Refused(Refusal.SHOW_STARTED));
    }

    @Test
    void aBookingEndsWithItsShow() {
        Changed confirmed = (Changed) after(pending().confirm(HELD_AT, true)).cancelWithShow(STARTS_AT.plusSeconds(1));
        Changed held = (Changed) pending().cancelWithShow(HELD_AT);
        Changed lapsed = (Changed) pending().cancelWithShow(DEADLINE);

        assertThat(confirmed.after().state()).isEqualTo(new Cancelled(STARTS_AT.plusSeconds(1)));
        assertThat(((BookingCancelled) confirmed.events().getFirst()).cause())
                .isEqualTo(BookingCancelled.Cause.SHOW_CANCELLED);
        assertThat(held.after().state()).isEqualTo(new Failed(FailureReason.SHOW_CANCELLED, HELD_AT));
        assertThat(((BookingFailed) held.events().getFirst()).reason()).isEqualTo(BookingFailed.Reason.SHOW_CANCELLED);
        Changed offered = (Changed) pending().asOffer().cancelWithShow(HELD_AT);
        assertThat(((BookingFailed) offered.events().getFirst()).offer()).isTrue();
        assertThat(lapsed.events().getFirst()).isInstanceOf(BookingExpired.class);
        assertThat(held.after().cancelWithShow(HELD_AT)).isEqualTo(new Unchanged(held.after()));
        assertThat(confirmed.after().cancelWithShow(HELD_AT)).isEqualTo(new Unchanged(confirmed.after()));
    }

    @Test
    void whoHasABookingIsToldOfAnotherTimeOrPlaceAndOfNothingElse() {
        Booking confirmed = after(pending().confirm(HELD_AT, true));
        Instant laterStart = STARTS_AT.plusSeconds(3_600);

        Changed moved = (Changed) confirmed.follow(show("Hamlet", "Globe", laterStart), HELD_AT);
        BookingRescheduled told = (BookingRescheduled) moved.events().getFirst();
        assertThat(told.before().startsAt()).isEqualTo(STARTS_AT);
        assertThat(told.booking().show().startsAt()).isEqualTo(laterStart);
        assertThat(told.sequence()).isEqualTo(3);
        assertThat(moved.seats()).isEqualTo(SeatChange.NONE);
        assertThat(((Changed) confirmed.follow(show("Hamlet", "Rose", STARTS_AT), HELD_AT)).events())
                .hasSize(1);
        assertThat(((Changed) confirmed.follow(show("Hamlet II", "Globe", STARTS_AT), HELD_AT)).events())
                .isEmpty();
        assertThat(confirmed.follow(confirmed.show(), HELD_AT)).isEqualTo(new Unchanged(confirmed));
    }

    @Test
    void aHoldFollowsItsShowSilentlyAndWhatHasEndedStaysAsItWas() {
        ShowDetails moved = show("Hamlet", "Rose", STARTS_AT);
        Booking expired = after(pending().expire(DEADLINE));

        Changed held = (Changed) pending().follow(moved, HELD_AT);
        assertThat(held.after().show()).isEqualTo(moved);
        assertThat(held.after().state()).isEqualTo(pending().state());
        assertThat(held.events()).isEmpty();
        assertThat(expired.follow(moved, DEADLINE)).isEqualTo(new Unchanged(expired));
    }

    @Test
    void anOfferEndsWithTheStartOfItsShowWhichIsToldAndAHoldKeepsItsDeadline() {
        ShowDetails sooner = show("Hamlet", "Globe", DEADLINE.minus(TICK));

        Changed offer = (Changed) pending().asOffer().follow(sooner, HELD_AT);
        assertThat(offer.after().heldUntil()).isEqualTo(sooner.startsAt());
        assertThat(offer.seats()).isEqualTo(SeatChange.HOLD);
        WaitingListOffered told = (WaitingListOffered) offer.events().getFirst();
        assertThat(told.booking().heldUntil()).isEqualTo(sooner.startsAt());
        assertThat(told.sequence()).isEqualTo(2);
        Changed hold = (Changed) pending().follow(sooner, HELD_AT);
        assertThat(hold.after().heldUntil()).isEqualTo(DEADLINE);
        assertThat(hold.seats()).isEqualTo(SeatChange.NONE);
        assertThat(hold.events()).isEmpty();
        Booking accepted = after(pending().asOffer().confirm(HELD_AT, true));
        assertThat(((Changed) accepted.follow(sooner, HELD_AT)).seats()).isEqualTo(SeatChange.NONE);
    }

    @Test
    void anOfferThatKeepsItsDeadlineOrHasNoTimeLeftIsNotToldAnew() {
        Booking offer = pending().asOffer();

        assertThat(((Changed) offer.follow(show("Hamlet", "Rose", DEADLINE), HELD_AT)).events())
                .isEmpty();
        assertThat(((Changed) offer.follow(show("Hamlet", "Globe", HELD_AT), HELD_AT)).events())
                .isEmpty();
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

    private static ShowDetails show(String name, String venue, Instant startsAt) {
        return new ShowDetails(name, venue, startsAt, ZoneId.of("Europe/London"), EUR, "olga", MAX_HOLD, CUT_OFF);
    }

    private static Booking heldUntil(Instant deadline, Instant createdAt) {
        Booking any = pending();
        return new Booking(
                any.id(), 1, any.customer(), any.show(), any.places(), any.state(), deadline, createdAt, null, false);
    }

    private static Booking pending() {
        Section stalls = new Section(1, "Stalls", 1, 10, 5, List.of(), new Money(4_500, EUR));
        Section standing = new Section(2, "Standing", 11, 10, 0, List.of(), new Money(2_500, EUR));
        ShowId id = new ShowId(1);
        Show show =
                new Show(id, 1, show("Hamlet", "Globe", STARTS_AT), Duration.ofMinutes(2), List.of(stalls, standing));
        Claim claim = new Claim(
                new BookingId(id, 7),
                new Customer("anna", "anna@customers.example", null, "en"),
                new SeatRequest.Named(List.of(1, 11)),
                null);
        return Booking.held(claim, show, List.of(stalls.place(1), standing.place(11)), DEADLINE, HELD_AT);
    }
}
