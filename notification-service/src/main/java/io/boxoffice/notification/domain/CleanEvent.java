package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Customer;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.event.WaitingListOffered;
import org.jspecify.annotations.Nullable;

/** An event whose names are fit for one line, so that nothing made of it has to ask again. Addresses stay as they are. */
final class CleanEvent {

    static Event of(Event event) {
        return switch (event) {
            case BookingConfirmed e -> new BookingConfirmed(clean(e.booking()), e.confirmedAt());
            case BookingExpired e -> new BookingExpired(clean(e.booking()), e.expiredAt(), e.offer());
            case BookingFailed e -> new BookingFailed(clean(e.booking()), e.reason(), e.failedAt(), e.offer());
            case BookingCancelled e -> new BookingCancelled(clean(e.booking()), e.cause(), e.cancelledAt());
            case BookingRescheduled e ->
                new BookingRescheduled(clean(e.booking()), clean(e.before()), e.rescheduledAt());
            case WaitingListOffered e -> new WaitingListOffered(clean(e.booking()), e.offeredAt());
            case WaitingListClosed e ->
                new WaitingListClosed(e.showId(), clean(e.show()), clean(e.customer()), e.closedAt());
            case ShowEvent e -> e;
        };
    }

    private static BookingSnapshot clean(BookingSnapshot booking) {
        return new BookingSnapshot(
                booking.id(),
                booking.version(),
                clean(booking.show()),
                clean(booking.customer()),
                booking.places().stream().map(CleanEvent::clean).toList(),
                booking.totalMinor(),
                booking.currency(),
                booking.heldUntil());
    }

    private static Show clean(Show show) {
        return new Show(OneLine.of(show.name()), OneLine.of(show.venue()), show.startsAt(), show.zone());
    }

    private static Customer clean(Customer customer) {
        @Nullable String name = customer.name() == null ? null : OneLine.of(customer.name());
        return new Customer(
                customer.id(), customer.email(), name == null || name.isEmpty() ? null : name, customer.language());
    }

    private static Place clean(Place place) {
        @Nullable String row = place.row() == null ? null : OneLine.of(place.row());
        return new Place(place.seat(), OneLine.of(place.section()), row, place.number(), place.priceMinor());
    }

    private CleanEvent() {}
}
