package io.boxoffice.show.application;

import io.boxoffice.kernel.event.ShowCancelled;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Caller;
import io.boxoffice.show.domain.Change;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Calls a show off; whoever booked is told by the services that know them. */
@ApplicationScoped
public class CancelShow {

    private final Shows shows;
    private final ShowPages pages;

    CancelShow(Shows shows, ShowPages pages) {
        this.shows = shows;
        this.pages = pages;
    }

    /** Empty if there is no such show. Cancelling twice changes nothing. */
    public Optional<Change> handle(ShowId id, Caller caller, Instant now) {
        Optional<Change> change = shows.change(
                id,
                show -> Change.toCancelled(show, caller, now),
                show -> new ShowCancelled(Snapshots.of(show), now),
                now);
        pages.drop(id);
        return change;
    }
}
