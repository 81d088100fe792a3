package io.boxoffice.expiry.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows whose seats came back and that nobody has looked after since, each once, however many seats it were. They are
 * remembered in memory only: should they be forgotten, the sweep finds them.
 */
@ApplicationScoped
class ReturnedShows {

    private final InstantSource clock;
    private final Map<ShowId, Instant> waiting = new LinkedHashMap<>();

    /** Taken, and not served yet. */
    private final Map<ShowId, Instant> inHand = new HashMap<>();

    ReturnedShows(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(ShowId show) {
        waiting.putIfAbsent(show, clock.instant());
    }

    /** The next show; a seat that comes back from now on adds it again. */
    synchronized Optional<ShowId> take() {
        Optional<Map.Entry<ShowId, Instant>> first = waiting.entrySet().stream().findFirst();
        first.ifPresent(show -> {
            inHand.put(show.getKey(), show.getValue());
            waiting.remove(show.getKey());
        });
        return first.map(Map.Entry::getKey);
    }

    synchronized void served(ShowId show) {
        inHand.remove(show);
    }

    /** It was not served, or not to the end: it waits on, behind the others, and has waited since it came back first. */
    synchronized void putBack(ShowId show) {
        Optional.ofNullable(inHand.remove(show))
                .ifPresent(
                        since -> waiting.merge(show, since, (later, first) -> first.isBefore(later) ? first : later));
    }

    /** How long the one that came back first has been waiting. */
    synchronized Duration lag() {
        return Stream.concat(waiting.values().stream(), inHand.values().stream())
                .min(Instant::compareTo)
                .map(first -> Duration.between(first, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
