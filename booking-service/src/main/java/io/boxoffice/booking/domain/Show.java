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

    /** The places that a request asks for by number, as far as the show has them; none if it leaves the choice to us. */
    public List<Place> placesNamedBy(SeatRequest request) {
        if (!(request instanceof SeatRequest.Named(List<Integer> seats))) {
            return List.of();
        }
        return seats.stream()
                .flatMap(seat -> sectionOf(seat).map(section -> section.place(seat)).stream())
                .toList();
    }
}
