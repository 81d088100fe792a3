package io.boxoffice.show.application.port;

import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.domain.Show;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The shows we remember. */
public interface Shows {

    /** Remembers a new show and tells the world, both or neither. */
    void add(Show show, ShowPublished event, Instant now);

    Optional<Show> find(ShowId id);

    /** The first shows that match, by start and then id, after that position if one is given. */
    List<Show> list(Filter filter, Optional<Position> after, int limit);

    /**
     * Which shows are asked for.
     *
     * @param text part of the name or the venue, in any case; empty for all
     * @param from earliest start
     * @param to start before which
     */
    record Filter(String text, Optional<Instant> from, Optional<Instant> to) {}

    /** A place in the order of shows. */
    record Position(Instant startsAt, ShowId id) {

        public static Position of(Show show) {
            return new Position(show.particulars().startsAt(), show.id());
        }
    }
}
