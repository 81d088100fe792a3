package io.boxoffice.show.application;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.FreePlaces;
import io.boxoffice.show.application.port.FreePlaces.Wanted;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.application.port.Shows.Filter;
import io.boxoffice.show.application.port.Shows.Position;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Leafs through the shows by their start, a page at a time. */
@ApplicationScoped
public class ListShows {

    /** Shows on a page. */
    public static final int MAX_LIMIT = 100;

    /** Shows on a page when nobody says how many. */
    public static final int DEFAULT_LIMIT = 20;

    /** So many times others are asked which of a hundred shows have free places, before a page is what it is. */
    private static final int MOST_QUESTIONS = 5;

    private final Shows shows;
    private final ShowPages pages;
    private final FreePlaces places;

    ListShows(Shows shows, ShowPages pages, FreePlaces places) {
        this.shows = shows;
        this.pages = pages;
        this.places = places;
    }

    /** Which shows, with which free places if that matters, after which one, and how many at most. */
    public record Query(Filter filter, Optional<Wanted> wanted, Optional<Position> after, int limit) {

        public Query {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("a page of " + limit);
            }
        }
    }

    /** Some shows, and where the next page starts if there is one. */
    public record Page(List<Show> shows, Optional<Position> next) {}

    /** The page as it is rendered, or was a few seconds ago if nothing has changed since. */
    public byte[] handle(Query query, Function<Page, byte[]> render) {
        return pages.list(
                query.toString(),
                () -> render.apply(
                        query.wanted().isPresent()
                                ? readFree(query, query.wanted().get())
                                : read(query)));
    }

    private Page read(Query query) {
        // one more than asked for tells whether there is a next page
        List<Show> found = shows.list(query.filter(), query.after(), query.limit() + 1);
        if (found.size() <= query.limit()) {
            return new Page(found, Optional.empty());
        }
        List<Show> page = found.subList(0, query.limit());
        return new Page(page, Optional.of(Position.of(page.getLast())));
    }

    /**
     * Goes through the shows until the page is full. It may stay short: a search that finds little goes on where the
     * caller goes on.
     */
    private Page readFree(Query query, Wanted wanted) {
        List<Show> page = new ArrayList<>();
        Optional<Position> after = query.after();
        for (int question = 0; question < MOST_QUESTIONS; question++) {
            List<Show> some = shows.list(query.filter(), after, FreePlaces.MAX_SHOWS);
            Set<ShowId> free = places.among(some.stream().map(Show::id).collect(Collectors.toSet()), wanted);
            for (Show show : some) {
                if (page.size() == query.limit()) {
                    return new Page(page, after);
                }
                if (free.contains(show.id())) {
                    page.add(show);
                }
                after = Optional.of(Position.of(show));
            }
            if (some.size() < FreePlaces.MAX_SHOWS) {
                return new Page(page, Optional.empty());
            }
        }
        return new Page(page, after);
    }
}
