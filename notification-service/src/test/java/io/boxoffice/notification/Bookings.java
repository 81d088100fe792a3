package io.boxoffice.notification;

import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Customer;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bookings as the tests need them; each {@code with} changes one thing. */
public record Bookings(
        BookingId id,
        int version,
        Show show,
        Customer customer,
        List<Place> places,
        Currency currency,
        Instant heldUntil) {

    public static final int VERSION = 3;

    /** Two seats of Hamlet in Berlin on a winter evening, for Alice, who speaks English. */
    public static Bookings hamlet() {
        return new Bookings(
                BookingId.nextFor(ShowId.next()),
                VERSION,
                new Show("Hamlet", "Globe", Instant.parse("2026-12-05T19:00:00Z"), ZoneId.of("Europe/Berlin")),
                new Customer("alice", "alice@customers.example", "Alice", "en"),
                List.of(seat("Stalls", "B", 7, 45_00), seat("Stalls", "B", 8, 45_00)),
                Currency.getInstance("EUR"),
                Instant.parse("2026-11-20T09:02:00Z"));
    }

    public static Place seat(String section, String row, int number, long priceMinor) {
        return new Place(number, section, row, number, priceMinor);
    }

    public static Place standing(String section, long priceMinor) {
        return new Place(1, section, null, null, priceMinor);
    }

    public Bookings withId(String written) {
        return new Bookings(BookingId.fromString(written), version, show, customer, places, currency, heldUntil);
    }

    public Bookings withHeldUntil(Instant deadline) {
        return new Bookings(id, version, show, customer, places, currency, deadline);
    }

    public Bookings withVersion(int later) {
        return new Bookings(id, later, show, customer, places, currency, heldUntil);
    }

    public Bookings withShow(String name, String startsAt, String zone) {
        return new Bookings(
                id,
                version,
                new Show(name, show.venue(), Instant.parse(startsAt), ZoneId.of(zone)),
                customer,
                places,
                currency,
                heldUntil);
    }

    public Bookings withCustomer(String email, @Nullable String name, String language) {
        return new Bookings(
                id, version, show, new Customer(customer.id(), email, name, language), places, currency, heldUntil);
    }

    public Bookings withPlaces(String currencyCode, List<Place> other) {
        return new Bookings(id, version, show, customer, other, Currency.getInstance(currencyCode), heldUntil);
    }

    public BookingSnapshot snapshot() {
        long total = places.stream().mapToLong(Place::priceMinor).sum();
        return new BookingSnapshot(id, version, show, customer, places, total, currency, heldUntil);
    }
}
