package io.boxoffice.show.application;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Looks up one show. */
@ApplicationScoped
public class FindShow {

    private final Shows shows;

    FindShow(Shows shows) {
        this.shows = shows;
    }

    public Optional<Show> handle(ShowId id) {
        return shows.find(id);
    }
}
