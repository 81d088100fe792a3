package io.boxoffice.notification.domain;

import java.time.Instant;
import java.util.regex.Pattern;

/** What came of handing a mail to the mail server. */
public sealed interface ServerAnswer {

    /** The server's own words where it had any; they may name the recipient. */
    String text();

    /** The same without mail addresses and without the recipient's part before the @, for logs and message headers. */
    default String withoutNaming(String recipient) {
        String text = Addresses.PATTERN.matcher(text()).replaceAll(Addresses.PLACEHOLDER);
        String local = recipient.substring(0, Math.max(0, recipient.lastIndexOf('@')));
        return local.isEmpty()
                ? text
                : Pattern.compile("(?i)(?<!\\p{Alnum})" + Pattern.quote(local) + "(?!\\p{Alnum})")
                        .matcher(text)
                        .replaceAll(Addresses.PLACEHOLDER);
    }

    /** The server is responsible for the mail from now on. */
    record Accepted(String text, Instant at) implements ServerAnswer {}

    /** Not now: it may well work later. */
    record TryLater(String text) implements ServerAnswer {}

    /** Not ever: this mail to this address will be refused each time. */
    record Refused(String text) implements ServerAnswer {}

    /** What looks like a mail address. */
    final class Addresses {
        private static final String PLACEHOLDER = "[address]";
        private static final Pattern PATTERN = Pattern.compile("[^\\s<>\"(),:;]+@[^\\s<>\"(),:;]+");

        private Addresses() {}
    }
}
