package io.boxoffice.notification.domain;

import io.boxoffice.notification.domain.Letter.Entry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A letter as plain text, complete on its own. */
final class PlainTextLayout {

    static String of(Letter letter) {
        return String.join(
                "\n\n",
                letter.greeting(),
                letter.opening(),
                aligned(letter.facts()),
                aligned(Stream.concat(letter.places().stream(), Stream.of(letter.total()))
                        .toList()),
                letter.closing(),
                letter.signature() + "\n");
    }

    private static String aligned(List<Entry> entries) {
        int width =
                entries.stream().mapToInt(entry -> entry.label().length()).max().orElse(0);
        return entries.stream()
                .map(entry -> ("%-" + (width + 1) + "s  %s").formatted(entry.label() + ":", entry.value()))
                .collect(Collectors.joining("\n"));
    }

    private PlainTextLayout() {}
}
