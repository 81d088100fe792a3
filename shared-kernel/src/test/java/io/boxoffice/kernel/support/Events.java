package io.boxoffice.kernel.support;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.event.ShowCancelled;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.kernel.event.ShowUpdated;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/** One event of each type, always the same. */
public final class Events {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final ShowId SHOW = ShowId.fromString("0H4Q2Z5K8M1N3");
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final BookingSnapshot.Show EVENING = new BookingSnapshot.Show(
            "Der fliegende Holländer",
            "Oper am Platz",
            Instant.parse("2026-06-20T17:30:00Z"),
            ZoneId.of("Europe/Vienna"));
    private static final BookingSnapshot.Show EARLIER = new BookingSnapshot.Show(
            "Der fliegende Holländer",
            "Oper am Platz",
            Instant.parse("2026-06-19T17:30:00Z"),
            ZoneId.of("Europe/Vienna"));
    private static final BookingSnapshot.Customer CARLA =
            new BookingSnapshot.Customer("carla", "carla@example.org", null, "de-AT");

    /** The example of that type. */
    public static Event of(EventType type) {
        return switch (type) {
            case SHOW_PUBLISHED -> showPublished(1);
            case SHOW_UPDATED -> new ShowUpdated(show(2));
            case SHOW_CANCELLED -> new ShowCancelled(show(3), NOON.plusSeconds(60));
            case BOOKING_CONFIRMED -> new BookingConfirmed(booking(2), NOON.plusSeconds(30));
            case BOOKING_EXPIRED -> new BookingExpired(booking(2), NOON.plusSeconds(121), null);
            case BOOKING_FAILED ->
                new BookingFailed(booking(2), BookingFailed.Reason.RELEASED, NOON.plusSeconds(45), false);
            case BOOKING_CANCELLED ->
                new BookingCancelled(booking(3), BookingCancelled.Cause.CUSTOMER, NOON.plusSeconds(3_600));
            case BOOKING_RESCHEDULED -> new BookingRescheduled(booking(3), EARLIER, NOON.plusSeconds(3_600));
            case WAITING_LIST_OFFERED -> new WaitingListOffered(booking(1), NOON);
            case WAITING_LIST_CLOSED -> new WaitingListClosed(SHOW, EVENING, CARLA, NOON);
        };
    }

    /** An offer that nobody took. */
    public static BookingExpired lapsedOffer() {
        return new BookingExpired(booking(2), NOON.plusSeconds(121), true);
    }

    /** A show's event with that version. */
    public static ShowPublished showPublished(int version) {
        return new ShowPublished(show(version));
    }

    private static ShowSnapshot show(int version) {
        return new ShowSnapshot(
                SHOW,
                version,
                "Der fliegende Holländer",
                "Oper am Platz",
                Instant.parse("2026-06-20T17:30:00Z"),
                ZoneId.of("Europe/Vienna"),
                EURO,
                120,
                600,
                3_600,
                "olga",
                List.of(
                        new ShowSnapshot.Section(1, "Parkett", SectionKind.NUMBERED, 200, 20, List.of(1, 20), 8_900),
                        new ShowSnapshot.Section(
                                2, "Stehplatz", SectionKind.GENERAL_ADMISSION, 50, 0, List.of(), 1_250)));
    }

    private static BookingSnapshot booking(int version) {
        return new BookingSnapshot(
                new BookingId(
                        SHOW,
                        BookingId.fromString("0H4Q2Z5K8M1N3-0H4Q2Z6000ABC").value()),
                version,
                EVENING,
                CARLA,
                List.of(
                        new BookingSnapshot.Place(21, "Parkett", "B", 1, 8_900),
                        new BookingSnapshot.Place(207, "Stehplatz", null, null, 1_250)),
                10_150,
                EURO,
                NOON.plusSeconds(120));
    }

    private Events() {}
}
