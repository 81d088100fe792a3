package io.boxoffice.show.domain;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * What an organiser may still change once a show is on sale.
 *
 * @param zone where the show takes place; times are shown in it
 * @param holdSeconds how long places stay held for a customer who has not confirmed yet
 * @param maxHoldSeconds the longest that a hold may last, extension included
 * @param cancelCutOffSeconds how long before the start customers may cancel for the last time
 */
public record Particulars(
        String name,
        String venue,
        Instant startsAt,
        ZoneId zone,
        int holdSeconds,
        int maxHoldSeconds,
        int cancelCutOffSeconds) {

    /** The start on the clocks of the venue. */
    public OffsetDateTime localStart() {
        return startsAt.atZone(zone).toOffsetDateTime();
    }
}
