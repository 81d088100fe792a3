package io.boxoffice.booking.domain;

import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A show as the inventory knows it. */
public record Show(ShowId id, int version, ShowDetails details, Duration hold, List<Section> sections) {

    public Optional<Section> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The section a seat is in, if the show has that seat. */
    public Optional<Section> sectionOf(int seat) {
        return sections.stream().filter(s -> s.contains(seat)).findFirst();
    }
}
