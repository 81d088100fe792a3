package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people typed after a command. */
final class Arguments {
    private Arguments() {}

    /** Flags without values; an unknown one is refused, because a mistyped flag must not be ignored. */
    static Set<String> flags(List<String> arguments, String... known) {
        var flags = new HashSet<>(arguments);
        var unknown = new HashSet<>(flags);
        List.of(known).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new CannotStart("Unknown: " + String.join(" ", unknown) + ". Known here: " + String.join(" ", known));
        }
        return flags;
    }

    /** For a command that stands alone. */
    static void none(List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw new CannotStart("Unknown: " + String.join(" ", arguments) + ". Nothing more is understood here.");
        }
    }

    /** The value of the only option a command has. */
    static Optional<String> value(List<String> arguments, String option) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        if (arguments.size() != 2 || !arguments.getFirst().equals(option)) {
            throw new CannotStart("Understood here: " + option + " VALUE");
        }
        return Optional.of(arguments.get(1));
    }
}
