package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** Options that have a value, wherever they stand, and the words around them. */
    record Options(Map<String, String> values, List<String> words) {
        Optional<String> value(String option) {
            return Optional.ofNullable(values.get(option));
        }
    }

    /** Options with values among other words; an unknown option is refused. */
    static Options options(List<String> arguments, String... known) {
        var values = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            if (!word.startsWith("--")) {
                words.add(word);
            } else if (List.of(known).contains(word) && rest.hasNext()) {
                values.put(word, rest.next());
            } else {
                throw new CannotStart("Understood here, each with a value: " + String.join(" ", known));
            }
        }
        return new Options(values, words);
    }
}
