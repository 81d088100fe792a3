package io.boxoffice.notification.application;

import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.application.port.Leases;
import io.boxoffice.notification.domain.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Shows people one message that was given up, with all it carries. */
@ApplicationScoped
public class ShowDeadLetter {

    private final DeadLetters deadLetters;
    private final Leases leases;

    ShowDeadLetter(DeadLetters deadLetters, Leases leases) {
        this.deadLetters = deadLetters;
        this.leases = leases;
    }

    /** What came of looking. */
    public sealed interface Outcome {
        record Found(DeadLetter letter) implements Outcome {}

        record NotThere() implements Outcome {}

        record Busy() implements Outcome {}
    }

    /** The one in that queue, or in the first that has it. */
    public Outcome handle(Optional<String> queue, String messageId) {
        return leases.whileHeld(DeadLetters.LEASE, () -> find(queue, messageId)).orElseGet(Outcome.Busy::new);
    }

    private Outcome find(Optional<String> queue, String messageId) {
        return deadLetters.depths().keySet().stream()
                .filter(name -> queue.map(name::equals).orElse(true))
                .flatMap(name -> deadLetters.find(name, messageId).stream())
                .<Outcome>map(Outcome.Found::new)
                .findFirst()
                .orElseGet(Outcome.NotThere::new);
    }
}
