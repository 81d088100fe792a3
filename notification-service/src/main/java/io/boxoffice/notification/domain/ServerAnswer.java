package io.boxoffice.notification.domain;

import java.time.Instant;
import java.util.regex.Pattern;

/** What came of handing a mail to the mail server. */
public sealed interface ServerAnswer {

    /** The server's own words where it had any; they may name the recipient. */
    String text();

    /** The same without mail addresses, for logs and message headers. */
    default String withoutAddresses() {
        return Addresses.PATTERN.matcher(text()).replaceAll("[address]");
    }

    /** The server is responsible for the mail from now on. */
    record Accepted(String text, Instant at) implements ServerAnswer {}

    /** Not now: it may well work later. */
    record TryLater(String text) implements ServerAnswer {}

    /** Not ever: this mail to this address will be refused each time. */
    record Refused(String text) implements ServerAnswer {}

    /** What looks like a mail address. */
    final class Addresses {
        private static final Pattern PATTERN = Pattern.compile("[^\\s<>\"(),:;]+@[^\\s<>\"(),:;]+");

        private Addresses() {}
    }
}
