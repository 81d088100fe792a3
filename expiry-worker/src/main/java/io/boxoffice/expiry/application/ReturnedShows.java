package io.boxoffice.expiry.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shows whose seats came back and that nobody has looked after since, each once, however many seats it were. They are
 * remembered in memory only: should they be forgotten, the sweep finds them.
 */
@ApplicationScoped
class ReturnedShows {

    private final InstantSource clock;
    private final Map<ShowId, Instant> since = new LinkedHashMap<>();

    ReturnedShows(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(ShowId show) {
        since.putIfAbsent(show, clock.instant());
    }

    /** The show that waits longest; a seat that comes back from now on adds it again. */
    synchronized Optional<ShowId> take() {
        Optional<ShowId> first = since.keySet().stream().findFirst();
        first.ifPresent(since::remove);
        return first;
    }

    /** How long the first has been waiting. */
    synchronized Duration lag() {
        return since.values().stream()
                .findFirst()
                .map(first -> Duration.between(first, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
