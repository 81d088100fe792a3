package io.boxoffice.show.domain;

import io.boxoffice.kernel.id.ShowId;
import java.util.Currency;
import java.util.List;

/**
 * Something people book places for.
 *
 * @param version counts the changes, from 1
 * @param organiserId the subject of the token that made it
 */
public record Show(
        ShowId id,
        int version,
        Particulars particulars,
        Currency currency,
        String organiserId,
        List<Section> sections) {

    public static final int FIRST_VERSION = 1;

    public Show {
        sections = List.copyOf(sections);
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("a show has places");
        }
    }

    /** Number of places. */
    public int totalSeats() {
        return sections.stream()
                .mapToInt(section -> section.layout().capacity())
                .sum();
    }
}
