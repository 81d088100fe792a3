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

        /**
         * What has that id in one queue: in the given one, or in the first that has it.
         *
         * @param queue needed where several consumers gave up the same event
         */
        record One(Optional<String> queue, String messageId) implements Command {}

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
                    case Command.One one -> one(one);
                    case Command.AllOf all -> oldestOf(all.queue());
                })
                .orElseGet(Outcome.Busy::new);
    }

    private Outcome one(Command.One command) {
        for (Map.Entry<String, Long> depth : deadLetters.depths().entrySet()) {
            if (command.queue().map(depth.getKey()::equals).orElse(true)) {
                int sent = deadLetters.redrive(depth.getKey(), command.messageId());
                if (sent > 0) {
                    return new Outcome.Redriven(sent, Math.max(0, depth.getValue() - sent));
                }
            }
        }
        return new Outcome.NotThere();
    }

    /** Not more than there were at first: what fails again at once must not be sent again and again. */
    private Outcome oldestOf(String queue) {
        long depth = deadLetters.depths().getOrDefault(queue, 0L);
        int sent = deadLetters.redriveOldest(queue, (int) Math.min(depth, BATCH));
        return new Outcome.Redriven(sent, depth - sent);
    }
}
