package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.application.port.Leases;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Sends given-up messages back to work, from their first attempt on. Doing so twice does no harm: whoever works on them
 * recognises an event that had its effect.
 */
@ApplicationScoped
public class RedriveDeadLetters {

    /** How many one call sends at most, so that it takes a bounded time. */
    public static final int BATCH = 1_000;

    private final DeadLetters deadLetters;
    private final Leases leases;

    RedriveDeadLetters(DeadLetters deadLetters, Leases leases) {
        this.deadLetters = deadLetters;
        this.leases = leases;
    }

    /** Which messages to send. */
    public sealed interface Command {
        record One(String messageId) implements Command {}

        record AllOf(String queue) implements Command {}
    }

    /** What came of it. */
    public sealed interface Outcome {

        /**
         * Messages are at work again.
         *
         * @param left how many the queue still has
         */
        record Redriven(int count, long left) implements Outcome {}

        record NotThere() implements Outcome {}

        record Busy() implements Outcome {}
    }

    public Outcome handle(Command command) {
        return leases.whileHeld(DeadLetters.LEASE, () -> switch (command) {
                    case Command.One one -> one(one.messageId());
                    case Command.AllOf all -> oldestOf(all.queue());
                })
                .orElseGet(Outcome.Busy::new);
    }

    private Outcome one(String messageId) {
        Map<String, Long> depths = deadLetters.depths();
        Optional<String> queue = depths.keySet().stream()
                .filter(name -> deadLetters.redrive(name, messageId))
                .findFirst();
        return queue.<Outcome>map(name -> new Outcome.Redriven(1, Math.max(0, depths.getOrDefault(name, 1L) - 1)))
                .orElseGet(Outcome.NotThere::new);
    }

    /** Not more than there were at first: what fails again at once must not be sent again and again. */
    private Outcome oldestOf(String queue) {
        long depth = deadLetters.depths().getOrDefault(queue, 0L);
        int sent = deadLetters.redriveOldest(queue, (int) Math.min(depth, BATCH));
        return new Outcome.Redriven(sent, depth - sent);
    }
}
