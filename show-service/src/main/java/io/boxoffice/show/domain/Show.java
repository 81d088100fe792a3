package io.boxoffice.show.domain;

import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/**
 * Something people book places for.
 *
 * @param version counts the changes, from 1
 * @param zone where the show takes place; times are shown in it
 * @param holdSeconds how long places stay held for a customer who has not confirmed yet
 * @param organiserId the subject of the token that made it
 */
public record Show(
        ShowId id,
        int version,
        String name,
        String venue,
        Instant startsAt,
        ZoneId zone,
        Currency currency,
        int holdSeconds,
        String organiserId,
        List<Section> sections) {

    public static final int FIRST_VERSION = 1;

    public Show {
        sections = List.copyOf(sections);
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("a show has places");
        }
    }

    /** The start on the clocks of the venue. */
    public OffsetDateTime localStart() {
        return startsAt.atZone(zone).toOffsetDateTime();
    }

    /** Number of places. */
    public int totalSeats() {
        return sections.stream()
                .mapToInt(section -> section.layout().capacity())
                .sum();
    }
}
