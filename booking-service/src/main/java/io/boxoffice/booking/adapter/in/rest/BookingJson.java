package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.ticket.Ticket;
import io.boxoffice.kernel.ticket.TicketSigner;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A booking as clients see it.
 *
 * @param expiresAt when the hold ends; only while PENDING
 * @param offer true if it was made for the next in line of the waiting list; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BookingJson(
        BookingId id,
        ShowId showId,
        String status,
        @Nullable FailureReason reason,
        @Nullable Instant expiresAt,
        List<PlaceJson> seats,
        MoneyJson total,
        ShowJson show,
        Instant createdAt,
        @Nullable Boolean offer,
        int version) {

    /** A place; its ticket's code is for its customer only, and there is none before it is confirmed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlaceJson(
            int seat,
            String section,
            @Nullable String row,
            @Nullable Integer number,
            MoneyJson price,
            @Nullable String ticket) {

        static PlaceJson of(Place place, @Nullable String ticket) {
            return new PlaceJson(
                    place.seat(), place.section(), place.row(), place.number(), MoneyJson.of(place.price()), ticket);
        }
    }

    record ShowJson(String name, String venue, OffsetDateTime startsAt, ZoneId zone) {

        static ShowJson of(ShowDetails show) {
            return new ShowJson(
                    show.name(),
                    show.venue(),
                    show.startsAt().atZone(show.zone()).toOffsetDateTime(),
                    show.zone());
        }
    }

    static BookingJson of(Booking booking) {
        return of(booking, place -> null);
    }

    /** With the codes of the tickets that a confirmed booking has. */
    static BookingJson withTickets(Booking booking, TicketSigner signer) {
        return booking.state() instanceof BookingState.Confirmed
                ? of(booking, place -> signer.sign(new Ticket(booking.id(), place.seat())))
                : of(booking);
    }

    private static BookingJson of(Booking booking, Function<Place, @Nullable String> tickets) {
        BookingState state = booking.state();
        return new BookingJson(
                booking.id(),
                booking.id().show(),
                status(state),
                state instanceof BookingState.Failed failed ? failed.reason() : null,
                state instanceof BookingState.Pending ? booking.heldUntil() : null,
                booking.places().stream()
                        .map(place -> PlaceJson.of(place, tickets.apply(place)))
                        .toList(),
                MoneyJson.of(booking.total()),
                ShowJson.of(booking.show()),
                booking.createdAt(),
                booking.offer() ? true : null,
                booking.version());
    }

    private static String status(BookingState state) {
        return switch (state) {
            case BookingState.Pending pending -> "PENDING";
            case BookingState.Confirmed confirmed -> "CONFIRMED";
            case BookingState.Failed failed -> "FAILED";
            case BookingState.Cancelled cancelled -> "CANCELLED";
        };
    }
}
