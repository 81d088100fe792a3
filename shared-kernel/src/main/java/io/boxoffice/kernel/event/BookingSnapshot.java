package io.boxoffice.kernel.event;

import io.boxoffice.kernel.id.BookingId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A booking as told to other services.
 *
 * @param totalMinor the sum of the places' prices in the currency's minor unit
 */
public record BookingSnapshot(
        BookingId id,
        int version,
        Show show,
        Customer customer,
        List<Place> places,
        long totalMinor,
        Currency currency,
        Instant heldUntil) {

    /** The show as it was when the places were held. */
    public record Show(String name, String venue, Instant startsAt, ZoneId zone) {}

    /**
     * Who booked.
     *
     * @param language a BCP 47 tag
     */
    public record Customer(
            String id, String email, @Nullable String name, String language) {}

    /**
     * One place.
     *
     * @param seat its number within the show
     * @param row the row's letters; absent in general admission
     * @param number the place within its row; absent in general admission
     * @param priceMinor what it costs in the currency's minor unit
     */
    public record Place(
            int seat,
            String section,
            @Nullable String row,
            @Nullable Integer number,
            long priceMinor) {}
}
