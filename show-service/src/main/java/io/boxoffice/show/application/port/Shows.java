package io.boxoffice.show.application.port;

import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.domain.Change;
import io.boxoffice.show.domain.Show;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The shows we remember. */
public interface Shows {

    /** Remembers a new show and tells the world, both or neither. */
    void add(Show show, ShowPublished event, Instant now);

    /**
     * Locks the show, lets a change be decided, and keeps what was changed together with its event, in one transaction;
     * empty if there is no such show.
     */
    Optional<Change> change(ShowId id, Function<Show, Change> decision, Function<Show, ShowEvent> event, Instant now);

    Optional<Show> find(ShowId id);

    /** The first shows that match, by start and then id, after that position if one is given. */
    List<Show> list(Filter filter, Optional<Position> after, int limit);

    /**
     * Which shows are asked for.
     *
     * @param text part of the name or the venue, in any case, or the beginning of a word if it has no three letters or
     *     digits in a row; empty for all
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
