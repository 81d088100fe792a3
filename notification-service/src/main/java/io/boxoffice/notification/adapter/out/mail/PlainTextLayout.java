package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.domain.Letter;
import io.boxoffice.notification.domain.Letter.Entry;
import io.boxoffice.notification.domain.Letter.Ticket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A letter as plain text, complete on its own. */
final class PlainTextLayout {

    static String of(Letter letter) {
        return Stream.of(
                        Stream.of(letter.greeting(), letter.opening(), facts(letter)),
                        letter.tickets().stream().map(PlainTextLayout::ticket),
                        Stream.of(aligned(letter.prices())),
                        letter.link().stream().map(link -> link.label() + ":\n" + link.target()),
                        Stream.of(letter.closing(), letter.signature()))
                .flatMap(parts -> parts)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    /** Only what, where and when. */
    static String facts(Letter letter) {
        return aligned(letter.facts());
    }

    private static String ticket(Ticket ticket) {
        return ticket.title() + ": " + ticket.place() + "\n" + ticket.code();
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
