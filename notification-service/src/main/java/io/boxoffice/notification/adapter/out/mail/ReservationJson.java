package io.boxoffice.notification.adapter.out.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.notification.domain.Letter.Ticket;
import io.boxoffice.notification.domain.Mail;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A booking for programs that read mail: JSON-LD with schema.org's EventReservation. */
final class ReservationJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "https://schema.org/";

    /** The markup of a mail about a booking that stands or stood; it cannot end the script element around it. */
    static Optional<String> of(Mail mail) {
        return switch (mail.event()) {
            case BookingConfirmed e -> Optional.of(written(mail, e, "ReservationConfirmed"));
            case BookingRescheduled e -> Optional.of(written(mail, e, "ReservationConfirmed"));
            case BookingCancelled e -> Optional.of(written(mail, e, "ReservationCancelled"));
            case WaitingListOffered e -> Optional.of(written(mail, e, "ReservationHold"));
            default -> Optional.empty();
        };
    }

    private static String written(Mail mail, BookingEvent event, String status) {
        BookingSnapshot booking = event.booking();
        ObjectNode reservation = typed("EventReservation");
        reservation.put("@context", "https://schema.org");
        reservation.put("reservationNumber", booking.id().toString());
        reservation.put("reservationStatus", SCHEMA + status);
        mail.name()
                .ifPresent(name -> reservation.set("underName", typed("Person").put("name", name)));
        reservation.set("reservationFor", show(event));
        reservation.set("reservedTicket", tickets(mail, booking));
        reservation.put("totalPrice", new Money(booking.totalMinor(), booking.currency()).amount());
        reservation.put("priceCurrency", booking.currency().getCurrencyCode());
        mail.letter().link().ifPresent(link -> reservation.put("confirmReservationUrl", link.target()));
        try {
            return JSON.writeValueAsString(reservation).replace("<", "\\u003c").replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reservation cannot be written", e);
        }
    }

    private static ObjectNode show(BookingEvent event) {
        Show show = event.booking().show();
        ObjectNode node = typed("Event").put("name", show.name()).put("startDate", start(show));
        if (event instanceof BookingCancelled cancelled && cancelled.cause() == BookingCancelled.Cause.SHOW_CANCELLED) {
            node.put("eventStatus", SCHEMA + "EventCancelled");
        } else if (event instanceof BookingRescheduled moved
                && !start(moved.before()).equals(start(show))) {
            node.put("eventStatus", SCHEMA + "EventRescheduled").put("previousStartDate", start(moved.before()));
        } else {
            node.put("eventStatus", SCHEMA + "EventScheduled");
        }
        node.set("location", typed("Place").put("name", show.venue()).put("address", show.venue()));
        return node;
    }

    private static ArrayNode tickets(Mail mail, BookingSnapshot booking) {
        Map<Integer, String> codes = new HashMap<>();
        for (Ticket ticket : mail.letter().tickets()) {
            codes.put(ticket.seat(), ticket.code());
        }
        ArrayNode tickets = JSON.createArrayNode();
        for (Place place : booking.places()) {
            ObjectNode ticket = tickets.addObject();
            ticket.put("@type", "Ticket");
            ticket.put("ticketNumber", booking.id() + "/" + place.seat());
            @Nullable String code = codes.get(place.seat());
            if (code != null) {
                ticket.put("ticketToken", "qrCode:" + code);
            }
            ticket.put("price", new Money(place.priceMinor(), booking.currency()).amount());
            ticket.put("priceCurrency", booking.currency().getCurrencyCode());
            ticket.set("ticketedSeat", seat(place));
        }
        return tickets;
    }

    private static ObjectNode seat(Place place) {
        ObjectNode seat = typed("Seat").put("seatSection", place.section());
        if (place.row() != null) {
            seat.put("seatRow", place.row());
        }
        if (place.number() != null) {
            seat.put("seatNumber", place.number().toString());
        }
        return seat;
    }

    private static String start(Show show) {
        return show.startsAt().atZone(show.zone()).toOffsetDateTime().toString();
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("@type", type);
    }

    private ReservationJson() {}
}
