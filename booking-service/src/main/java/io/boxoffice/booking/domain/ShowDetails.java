package io.boxoffice.booking.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;

/**
 * What a booking remembers of its show.
 *
 * @param maxHold the longest that a hold may last, extension included
 * @param cancelCutOff how long before the start customers may cancel for the last time
 */
public record ShowDetails(
        String name,
        String venue,
        Instant startsAt,
        ZoneId zone,
        Currency currency,
        String organiserId,
        Duration maxHold,
        Duration cancelCutOff) {

    /** Whether whoever comes must come to another place or at another time. */
    boolean isElsewhereOrAtAnotherTimeThan(ShowDetails other) {
        return !startsAt.equals(other.startsAt) || !venue.equals(other.venue);
    }
}
