package io.boxoffice.show.application.port;

import io.boxoffice.kernel.id.ShowId;
import java.util.Optional;
import java.util.Set;

/** Who else knows which places are free. */
public interface FreePlaces {

    /** Shows that are asked about at once. */
    int MAX_SHOWS = 100;

    /**
     * So many free places in one section.
     *
     * @param section its name; any if absent
     */
    record Wanted(Optional<String> section, int places) {}

    /**
     * Those of at most {@value #MAX_SHOWS} shows that have what is wanted.
     *
     * @throws RuntimeException if nobody can say so now
     */
    Set<ShowId> among(Set<ShowId> shows, Wanted wanted);
}
