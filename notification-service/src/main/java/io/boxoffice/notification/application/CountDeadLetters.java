package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.DeadLetters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what waits for people. */
@ApplicationScoped
public class CountDeadLetters {

    private final DeadLetters deadLetters;

    CountDeadLetters(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /**
     * How much waits for people.
     *
     * @param given what consumers gave up, for each work queue
     * @param unrouted what reached no queue
     * @param backlogs what waits for a consumer, for each work queue
     */
    public record Counts(Map<String, Long> given, long unrouted, Map<String, Long> backlogs) {}

    public Counts handle() {
        Map<String, Long> given = new LinkedHashMap<>(deadLetters.depths());
        @Nullable Long unrouted = given.remove(DeadLetters.UNROUTED);
        return new Counts(given, unrouted == null ? 0 : unrouted, deadLetters.backlogs());
    }
}
