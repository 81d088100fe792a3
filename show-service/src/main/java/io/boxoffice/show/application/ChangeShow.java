package io.boxoffice.show.application;

import io.boxoffice.kernel.event.ShowUpdated;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Caller;
import io.boxoffice.show.domain.Change;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Gives a show another name, place, time or terms. */
@ApplicationScoped
public class ChangeShow {

    private final Shows shows;
    private final ShowPages pages;

    ChangeShow(Shows shows, ShowPages pages) {
        this.shows = shows;
        this.pages = pages;
    }

    /**
     * Who wants which show changed, when, and how.
     *
     * @param version whether the wish is about that version
     * @param plan from the present particulars to those that are wished for
     */
    public record Command(
            ShowId id, Caller caller, IntPredicate version, Function<Particulars, ParticularsPlan> plan, Instant now) {}

    /** Empty if there is no such show. */
    public Optional<Change> handle(Command command) {
        Optional<Change> change = shows.change(
                command.id(),
                show -> Change.ofParticulars(show, command.caller(), command.version(), command.plan(), command.now()),
                show -> new ShowUpdated(Snapshots.of(show)),
                command.now());
        pages.drop(command.id());
        return change;
    }
}
