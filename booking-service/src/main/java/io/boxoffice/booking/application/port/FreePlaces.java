package io.boxoffice.booking.application.port;

import io.boxoffice.kernel.id.ShowId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many places are free. */
public interface FreePlaces {

    /**
     * One section.
     *
     * @param free places that anybody may hold now
     */
    record Section(int number, String name, int capacity, int free) {}

    /** The sections of these shows as they are now, in their order; without shows that are not laid out. */
    Map<ShowId, List<Section>> count(Set<ShowId> shows);
}
