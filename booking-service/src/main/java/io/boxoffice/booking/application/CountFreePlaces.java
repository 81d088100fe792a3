package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.FreePlaces;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells how many places of some shows are free, section by section. */
@ApplicationScoped
public class CountFreePlaces {

    /** Shows that are counted at once. */
    public static final int MAX_SHOWS = 100;

    private final FreePlaces places;

    CountFreePlaces(FreePlaces places) {
        this.places = places;
    }

    public Map<ShowId, List<FreePlaces.Section>> handle(Set<ShowId> shows) {
        if (shows.size() > MAX_SHOWS) {
            throw new IllegalArgumentException(shows.size() + " shows at once");
        }
        return places.count(shows);
    }
}
