package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.DeadLetters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

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
     */
    public record Counts(Map<String, Long> given, long unrouted) {}

    public Counts handle() {
        return new Counts(deadLetters.depths(), deadLetters.unrouted());
    }
}
