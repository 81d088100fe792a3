package io.boxoffice.booking.domain;

import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Transition.SeatChange;
import io.boxoffice.booking.domain.Transition.Unchanged;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer's booking. Each action is decided here, from the booking, the time, and whether its seats are still its
 * own; nothing is changed by deciding.
 *
 * @param version grows by one with every change
 * @param heldUntil the first moment at which the hold no longer counts
 * @param extendedFrom when it would have ended, had it not been extended
 * @param offer made for the next in line of the waiting list
 */
public record Booking(
        BookingId id,
        int version,
        Customer customer,
        ShowDetails show,
        List<Place> places,
        BookingState state,
        Instant heldUntil,
        Instant createdAt,
        @Nullable Instant extendedFrom,
        boolean offer) {

    /** A new PENDING booking. */
    public static Booking held(Claim claim, Show show, List<Place> places, Instant heldUntil, Instant now) {
        return new Booking(
                claim.id(), 1, claim.customer(), show.details(), places, new Pending(), heldUntil, now, null, false);
    }

    /** The same as an offer to the next in line, who was not there to hold the places. */
    public Booking asOffer() {
        return new Booking(id, version, customer, show, places, state, heldUntil, createdAt, extendedFrom, true);
    }

    /** What the customer is told of an offer. */
    public WaitingListOffered offered() {
        return new WaitingListOffered(snapshot(), createdAt);
    }

    /** A booking that never held anything: what became of a request that was answered later. */
    public static Booking refused(Claim claim, Show show, FailureReason reason, Instant now) {
        return new Booking(
                claim.id(),
                1,
                claim.customer(),
                show.details(),
                show.placesNamedBy(claim.request()),
                new Failed(reason, now),
                now,
                now,
                null,
                false);
    }

    /** What others are told of a booking that was {@link #refused}. */
    public BookingFailed toldAs(BookingFailed.Reason reason) {
        return new BookingFailed(snapshot(), reason, createdAt, offer);
    }

    /** The booking as it was when its places were held; its show as it is remembered now, because it may have moved. */
    public Booking asHeld() {
        Instant firstDeadline = extendedFrom == null ? heldUntil : extendedFrom;
        return new Booking(id, 1, customer, show, places, new Pending(), firstDeadline, createdAt, null, offer);
    }

    public List<Integer> seats() {
        return places.stream().map(Place::seat).toList();
    }

    public Money total() {
        return places.stream().map(Place::price).reduce(Money.zero(show.currency()), Money::plus);
    }

    /** A hold ends at its deadline: that moment is already too late. */
    public boolean lapsedAt(Instant now) {
        return !now.isBefore(heldUntil);
    }

    /** Takes the held seats for good. Confirming again changes nothing and is no error. */
    public Transition confirm(Instant now, boolean holdsItsSeats) {
        return switch (state) {
            case Confirmed already -> new Unchanged(this);
            case Pending pending when lapsedAt(now) || !holdsItsSeats -> new Refused(Refusal.HOLD_EXPIRED);
            case Pending pending -> {
                Booking after = to(new Confirmed(now));
                yield new Changed(after, SeatChange.BOOK, List.of(new BookingConfirmed(after.snapshot(), now)));
            }
            case Failed(FailureReason reason, Instant at)
            when reason == FailureReason.EXPIRED -> new Refused(Refusal.HOLD_EXPIRED);
            case Failed failed -> new Refused(Refusal.NOT_PENDING);
            case Cancelled cancelled -> new Refused(Refusal.NOT_PENDING);
        };
    }

    /**
     * Holds the seats as long again as at first, once, not longer than the show allows and not beyond its start. Nobody
     * else is told: a hold is no event. An offer is not extended: others wait behind.
     */
    public Transition extend(Instant now, boolean holdsItsSeats) {
        if (!(state instanceof Pending)) {
            Transition refusal = confirm(now, holdsItsSeats);
            return refusal instanceof Refused ? refusal : new Refused(Refusal.NOT_PENDING);
        }
        if (lapsedAt(now) || !holdsItsSeats) {
            return new Refused(Refusal.HOLD_EXPIRED);
        }
        if (offer) {
            return new Refused(Refusal.OFFER_NOT_EXTENDED);
        }
        if (extendedFrom != null) {
            return new Refused(Refusal.ALREADY_EXTENDED);
        }
        Instant wished = heldUntil.plus(Duration.between(createdAt, heldUntil));
        Instant until = Stream.of(wished, createdAt.plus(show.maxHold()), show.startsAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        if (!until.isAfter(heldUntil)) {
            return new Refused(show.startsAt().isAfter(heldUntil) ? Refusal.HELD_LONGEST : Refusal.SHOW_STARTED);
        }
        Booking after = new Booking(id, version + 1, customer, show, places, state, until, createdAt, heldUntil, offer);
        return new Changed(after, SeatChange.HOLD, List.of());
    }

    /** Gives the seats back: releases a hold, cancels a confirmed booking. A booking that has ended stays as it is. */
    public Transition cancel(Instant now) {
        return switch (state) {
            case Pending pending when lapsedAt(now) -> expire(now);
            case Pending pending -> failed(FailureReason.RELEASED, BookingFailed.Reason.RELEASED, now);
            case Confirmed confirmed when !now.isBefore(show.startsAt()) -> new Refused(Refusal.SHOW_STARTED);
            case Confirmed confirmed
            when !now.isBefore(show.startsAt().minus(show.cancelCutOff())) -> new Refused(Refusal.TOO_LATE_TO_CANCEL);
            case Confirmed confirmed -> cancelled(BookingCancelled.Cause.CUSTOMER, now);
            case Failed failed -> new Unchanged(this);
            case Cancelled cancelled -> new Unchanged(this);
        };
    }

    /** Ends a hold whose deadline has passed; any other booking stays as it is. */
    public Transition expire(Instant now) {
        if (!(state instanceof Pending) || !lapsedAt(now)) {
            return new Unchanged(this);
        }
        Booking after = to(new Failed(FailureReason.EXPIRED, now));
        return new Changed(
                after, SeatChange.FREE, List.of(new BookingExpired(after.snapshot(), now, offer ? true : null)));
    }

    /** Ends with its show, which will not take place. */
    public Transition cancelWithShow(Instant now) {
        return switch (state) {
            case Pending pending when lapsedAt(now) -> expire(now);
            case Pending pending -> failed(FailureReason.SHOW_CANCELLED, BookingFailed.Reason.SHOW_CANCELLED, now);
            case Confirmed confirmed -> cancelled(BookingCancelled.Cause.SHOW_CANCELLED, now);
            case Failed failed -> new Unchanged(this);
            case Cancelled cancelled -> new Unchanged(this);
        };
    }

    /**
     * Remembers its show as it is now; whose booking is confirmed is told of another time or place. An offer does not
     * outlast the start, and is told anew if that leaves it less time.
     */
    public Transition follow(ShowDetails changed, Instant now) {
        boolean live = state instanceof Pending || state instanceof Confirmed;
        if (!live || changed.equals(show)) {
            return new Unchanged(this);
        }
        boolean cut = offer && state instanceof Pending && changed.startsAt().isBefore(heldUntil);
        Instant until = cut ? changed.startsAt() : heldUntil;
        Booking after =
                new Booking(id, version + 1, customer, changed, places, state, until, createdAt, extendedFrom, offer);
        return new Changed(after, cut ? SeatChange.HOLD : SeatChange.NONE, after.newsSince(this, now));
    }

    private List<BookingEvent> newsSince(Booking before, Instant now) {
        if (state instanceof Confirmed && show.isElsewhereOrAtAnotherTimeThan(before.show)) {
            return List.of(new BookingRescheduled(snapshot(), snapshotOf(before.show), now));
        }
        boolean cut = heldUntil.isBefore(before.heldUntil);
        return cut && !lapsedAt(now) ? List.of(new WaitingListOffered(snapshot(), now)) : List.of();
    }

    private Changed failed(FailureReason reason, BookingFailed.Reason told, Instant now) {
        Booking after = to(new Failed(reason, now));
        return new Changed(after, SeatChange.FREE, List.of(new BookingFailed(after.snapshot(), told, now, offer)));
    }

    private Changed cancelled(BookingCancelled.Cause cause, Instant now) {
        Booking after = to(new Cancelled(now));
        return new Changed(after, SeatChange.FREE, List.of(new BookingCancelled(after.snapshot(), cause, now)));
    }

    private Booking to(BookingState next) {
        return new Booking(id, version + 1, customer, show, places, next, heldUntil, createdAt, extendedFrom, offer);
    }

    private BookingSnapshot snapshot() {
        return new BookingSnapshot(
                id,
                version,
                snapshotOf(show),
                new BookingSnapshot.Customer(customer.id(), customer.email(), customer.name(), customer.language()),
                places.stream()
                        .map(p -> new BookingSnapshot.Place(
                                p.seat(),
                                p.section(),
                                p.row(),
                                p.number(),
                                p.price().minor()))
                        .toList(),
                total().minor(),
                show.currency(),
                heldUntil);
    }

    private static BookingSnapshot.Show snapshotOf(ShowDetails show) {
        return new BookingSnapshot.Show(show.name(), show.venue(), show.startsAt(), show.zone());
    }
}
