package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.application.port.Leases;
import io.boxoffice.notification.domain.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows people what the consumers gave up. */
@ApplicationScoped
public class ListDeadLetters {

    private final DeadLetters deadLetters;
    private final Leases leases;

    ListDeadLetters(DeadLetters deadLetters, Leases leases) {
        this.deadLetters = deadLetters;
        this.leases = leases;
    }

    /**
     * What there is.
     *
     * @param depths how many each queue has
     * @param shown the oldest of them
     */
    public record Listing(Map<String, Long> depths, List<DeadLetter> shown) {}

    /** The oldest of one queue, or of all; empty if somebody else is looking at the same moment. */
    public Optional<Listing> handle(Optional<String> queue, int limit) {
        return leases.whileHeld(DeadLetters.LEASE, () -> list(queue, limit));
    }

    private Listing list(Optional<String> queue, int limit) {
        Map<String, Long> depths = deadLetters.depths();
        List<DeadLetter> shown = new ArrayList<>();
        for (Map.Entry<String, Long> depth : depths.entrySet()) {
            if (depth.getValue() > 0 && queue.map(depth.getKey()::equals).orElse(true)) {
                shown.addAll(deadLetters.oldest(depth.getKey(), limit - shown.size()));
            }
        }
        return new Listing(depths, shown);
    }
}
