package io.boxoffice.kernel.event;

import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/** A show was created and its seats may be laid out. */
public record ShowPublished(
        ShowId showId,
        int version,
        String name,
        String venue,
        Instant startsAt,
        ZoneId zone,
        Currency currency,
        int holdSeconds,
        String organiserId,
        List<Section> sections)
        implements Event {

    /** How the places of a section are told apart. */
    public enum SectionKind {
        NUMBERED,
        GENERAL_ADMISSION
    }

    /**
     * A part of the show with one price.
     *
     * @param number counts from 1 within the show
     * @param seatsPerRow places in a full row; 0 for general admission
     * @param priceMinor price of one place in the currency's minor unit
     */
    public record Section(int number, String name, SectionKind kind, int capacity, int seatsPerRow, long priceMinor) {}

    @Override
    public EventType type() {
        return EventType.SHOW_PUBLISHED;
    }

    @Override
    public String subject() {
        return showId.toString();
    }

    @Override
    public int sequence() {
        return version;
    }
}
