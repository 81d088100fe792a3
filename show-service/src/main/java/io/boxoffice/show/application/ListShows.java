package io.boxoffice.show.application;

import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.application.port.Shows.Filter;
import io.boxoffice.show.application.port.Shows.Position;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leafs through the shows by their start, a page at a time. */
@ApplicationScoped
public class ListShows {

    /** Shows on a page. */
    public static final int MAX_LIMIT = 100;

    /** Shows on a page when nobody says how many. */
    public static final int DEFAULT_LIMIT = 20;

    private final Shows shows;
    private final ShowPages pages;

    ListShows(Shows shows, ShowPages pages) {
        this.shows = shows;
        this.pages = pages;
    }

    /** Which shows, after which one, and how many at most. */
    public record Query(Filter filter, Optional<Position> after, int limit) {

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
        return pages.list(query.toString(), () -> render.apply(read(query)));
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
}
