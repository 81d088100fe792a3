package io.boxoffice.kernel.event;

import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/**
 * A show as told to other services.
 *
 * @param version counts the show's changes, from 1
 * @param holdSeconds how long places stay held for a customer who has not confirmed yet
 * @param maxHoldSeconds the longest that a hold may last, extension included
 * @param cancelCutOffSeconds how long before the start customers may cancel for the last time
 */
public record ShowSnapshot(
        ShowId id,
        int version,
        String name,
        String venue,
        Instant startsAt,
        ZoneId zone,
        Currency currency,
        int holdSeconds,
        int maxHoldSeconds,
        int cancelCutOffSeconds,
        String organiserId,
        List<Section> sections) {

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
     * @param accessible which places are made for wheelchairs, counted from 1 within the section
     * @param priceMinor price of one place in the currency's minor unit
     */
    public record Section(
            int number,
            String name,
            SectionKind kind,
            int capacity,
            int seatsPerRow,
            List<Integer> accessible,
            long priceMinor) {}
}
