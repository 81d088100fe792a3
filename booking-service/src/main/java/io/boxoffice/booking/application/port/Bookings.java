package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All bookings with the seats they hold: the one place that decides who gets which seat. */
public interface Bookings {

    /**
     * Claims seats for many at once, in one transaction: all or none for each claim, and no claim harms another.
     *
     * @return one outcome for each claim, in their order
     * @throws InDoubtException if nobody can tell yet whether the claims were written
     */
    List<ClaimOutcome> hold(List<Claim> claims);

    /**
     * Keeps a refused claim as a FAILED booking with its event, unless there is a booking with its id, or its show is
     * unknown.
     */
    void refuse(Claim claim, FailureReason reason);

    Optional<Booking> find(BookingId id);

    /** A page of bookings, newest first. */
    List<Booking> list(Query query);

    /**
     * Locks each booking, then their seats in order, lets the decisions be taken, and writes what they say with the
     * events, in one transaction. Only seats that are still a booking's own are touched. No booking may be named twice.
     *
     * @return what was decided, in order; empty where there is no such booking
     * @throws InDoubtException if nobody can tell yet whether the decisions were written
     */
    List<Optional<Transition>> change(List<Change> changes);

    /**
     * Expires up to {@code limit} bookings whose deadline has passed, the oldest first, in one transaction. Bookings
     * that somebody else is busy with are left out.
     */
    Expired expireDue(int limit);

    /**
     * A booking and what is to be decided about it.
     *
     * @param trace the request that asks for it
     */
    record Change(BookingId id, Decision decision, @Nullable String trace) {}

    /** Decides with the locked booking and the database's time. */
    @FunctionalInterface
    interface Decision {
        Transition decide(Booking booking, Instant now, boolean holdsItsSeats);
    }

    /** It may have been done, or may yet be: whoever did it anew could do it twice, or be refused for its own sake. */
    final class InDoubtException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public InDoubtException(Throwable cause) {
            super("nobody can tell yet whether it was done", cause);
        }
    }

    /** How many bookings a batch expired, and of which shows. */
    record Expired(int count, List<ShowId> shows) {}

    /**
     * Which bookings to list; what is absent does not narrow the list.
     *
     * @param customer only this customer's
     * @param organiser only those of this organiser's shows
     * @param before only those older than this one
     */
    record Query(
            @Nullable String customer,
            @Nullable String organiser,
            @Nullable ShowId show,
            @Nullable String status,
            @Nullable BookingId before,
            int limit) {}
}
