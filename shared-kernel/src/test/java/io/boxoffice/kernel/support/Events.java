package io.boxoffice.kernel.support;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.event.ShowPublished.SectionKind;
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

    /** The example of that type. */
    public static Event of(EventType type) {
        return switch (type) {
            case SHOW_PUBLISHED -> showPublished(1);
            case BOOKING_CONFIRMED -> new BookingConfirmed(booking(2), NOON.plusSeconds(30));
            case BOOKING_EXPIRED -> new BookingExpired(booking(2), NOON.plusSeconds(121));
            case BOOKING_FAILED -> new BookingFailed(booking(2), BookingFailed.Reason.RELEASED, NOON.plusSeconds(45));
            case BOOKING_CANCELLED -> new BookingCancelled(booking(3), NOON.plusSeconds(3_600));
        };
    }

    /** A show's event with that version. */
    public static ShowPublished showPublished(int version) {
        return new ShowPublished(
                SHOW,
                version,
                "Der fliegende Holländer",
                "Oper am Platz",
                Instant.parse("2026-06-20T17:30:00Z"),
                ZoneId.of("Europe/Vienna"),
                EURO,
                120,
                "olga",
                List.of(
                        new ShowPublished.Section(1, "Parkett", SectionKind.NUMBERED, 200, 20, 8_900),
                        new ShowPublished.Section(2, "Stehplatz", SectionKind.GENERAL_ADMISSION, 50, 0, 1_250)));
    }

    private static BookingSnapshot booking(int version) {
        return new BookingSnapshot(
                new BookingId(
                        SHOW,
                        BookingId.fromString("0H4Q2Z5K8M1N3-0H4Q2Z6000ABC").value()),
                version,
                new BookingSnapshot.Show(
                        "Der fliegende Holländer",
                        "Oper am Platz",
                        Instant.parse("2026-06-20T17:30:00Z"),
                        ZoneId.of("Europe/Vienna")),
                new BookingSnapshot.Customer("carla", "carla@example.org", null, "de-AT"),
                List.of(
                        new BookingSnapshot.Place(21, "Parkett", "B", 1, 8_900),
                        new BookingSnapshot.Place(207, "Stehplatz", null, null, 1_250)),
                10_150,
                EURO,
                NOON.plusSeconds(120));
    }

    private Events() {}
}
