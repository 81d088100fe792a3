package io.boxoffice.show.domain;

import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Something people book places for.
 *
 * @param version counts the changes, from 1
 * @param organiserId the subject of the token that made it
 * @param cancelledAt when it was called off, if it was
 */
public record Show(
        ShowId id,
        int version,
        Particulars particulars,
        Currency currency,
        String organiserId,
        List<Section> sections,
        Optional<Instant> cancelledAt) {

    public static final int FIRST_VERSION = 1;

    public Show {
        sections = List.copyOf(sections);
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("a show has places");
        }
    }

    Show with(Particulars changed) {
        return new Show(id, version + 1, changed, currency, organiserId, sections, cancelledAt);
    }

    Show cancelled(Instant now) {
        return new Show(id, version + 1, particulars, currency, organiserId, sections, Optional.of(now));
    }

    /** Number of places. */
    public int totalSeats() {
        return sections.stream()
                .mapToInt(section -> section.layout().capacity())
                .sum();
    }
}
