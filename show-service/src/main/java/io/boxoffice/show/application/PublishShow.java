package io.boxoffice.show.application;

import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Show;
import io.boxoffice.show.domain.ShowPlan;
import io.boxoffice.show.domain.ShowRules;
import io.boxoffice.show.domain.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Puts a show on sale. */
@ApplicationScoped
public class PublishShow {

    private final Shows shows;
    private final ShowPages pages;

    PublishShow(Shows shows, ShowPages pages) {
        this.shows = shows;
        this.pages = pages;
    }

    /** Who asks for which show, and when. */
    public record Command(String organiserId, ShowPlan plan, Instant now) {}

    /** What came of it. */
    public sealed interface Outcome {}

    /** The show is remembered and its event on the way. */
    public record Published(Show show) implements Outcome {}

    /** Nothing happened, for these reasons. */
    public record Refused(List<Violation> violations) implements Outcome {}

    public Outcome handle(Command command) {
        return switch (ShowRules.check(command.plan(), ShowId.next(), command.organiserId(), command.now())) {
            case ShowRules.Refused refused -> new Refused(refused.violations());
            case ShowRules.Accepted accepted -> {
                shows.add(accepted.show(), published(accepted.show()), command.now());
                pages.drop(accepted.show().id());
                yield new Published(accepted.show());
            }
        };
    }

    private static ShowPublished published(Show show) {
        return new ShowPublished(Snapshots.of(show));
    }
}
