package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.AttemptLog;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Receipts;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows one booking to those whose it is; to who asked for it, also while it waits to be served. */
@ApplicationScoped
public class ReadBooking {

    private final Bookings bookings;
    private final AttemptLog attempts;
    private final Receipts receipts;
    private final RequestTerms terms;
    private final InstantSource clock;

    ReadBooking(Bookings bookings, AttemptLog attempts, Receipts receipts, RequestTerms terms, InstantSource clock) {
        this.bookings = bookings;
        this.attempts = attempts;
        this.receipts = receipts;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Which booking, and what its customer was given when it was asked for.
     *
     * @param receipt proves that the viewer asked for it
     * @param key the attempt's name, if it has one
     */
    public record Query(
            BookingId id,
            @Nullable String receipt,
            @Nullable IdempotencyKey key) {}

    /** What there is to see. */
    public sealed interface Outcome {

        record Found(Booking booking) implements Outcome {}

        /** It was asked for and waits to be served. */
        record Requested() implements Outcome {}

        /** It was asked for, and nobody served it in time. */
        record NeverServed() implements Outcome {}

        /** There is no such booking, or it is not the viewer's to see. */
        record Absent() implements Outcome {}
    }

    public Outcome handle(Query query, Viewer viewer) {
        Optional<Booking> booking = bookings.find(query.id());
        if (booking.isPresent() || !isProven(query, viewer)) {
            return booking.filter(viewer::sees).<Outcome>map(Outcome.Found::new).orElse(new Outcome.Absent());
        }
        return firstOfAttempt(query, viewer).<Outcome>map(Outcome.Found::new).orElseGet(() -> waiting(query));
    }

    private boolean isProven(Query query, Viewer viewer) {
        return query.receipt() != null
                && receipts.receipt(query.id(), viewer.id(), query.key()).equals(query.receipt());
    }

    /** A repeated request has no booking of its own: its key leads to the first one's. */
    private Optional<Booking> firstOfAttempt(Query query, Viewer viewer) {
        return query.key() == null
                ? Optional.empty()
                : attempts.find(query.id().show(), viewer.id(), query.key()).flatMap(bookings::find);
    }

    /** When the key may be forgotten, nobody can tell any more whether it led to a booking. */
    private Outcome waiting(Query query) {
        Instant now = clock.instant();
        if (!terms.over(query.id(), now)) {
            return new Outcome.Requested();
        }
        boolean forgotten = query.key() != null
                && query.id().createdAt().plus(ForgetAttempts.REMEMBERED).isBefore(now);
        return forgotten ? new Outcome.Absent() : new Outcome.NeverServed();
    }
}
