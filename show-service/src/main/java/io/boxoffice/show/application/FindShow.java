package io.boxoffice.show.application;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Looks up one show. */
@ApplicationScoped
public class FindShow {

    private static final byte[] NOTHING = {};

    private final Shows shows;
    private final ShowPages pages;

    FindShow(Shows shows, ShowPages pages) {
        this.shows = shows;
        this.pages = pages;
    }

    /** The show as it is rendered, or was within the last minute if nothing has changed it; empty if there is none. */
    public Optional<byte[]> handle(ShowId id, Function<Show, byte[]> render) {
        byte[] page = pages.show(id, () -> shows.find(id).map(render).orElse(NOTHING));
        return page.length == 0 ? Optional.empty() : Optional.of(page);
    }
}
