package io.boxoffice.notification.domain;

import io.boxoffice.kernel.id.BookingId;
import java.util.Locale;
import java.util.Optional;

/**
 * A mail that is ready to be sent.
 *
 * @param messageId the same for every repetition of this mail, so that readers see it once
 * @param address where it goes, as the customer's token gave it: not yet known to be a mail address at all
 */
public record Mail(
        BookingId booking,
        MailKind kind,
        String messageId,
        String address,
        Optional<String> name,
        Locale language,
        String subject,
        String text,
        String html) {

    public Mail {
        requireOneLine(messageId);
        requireOneLine(subject);
        name.ifPresent(Mail::requireOneLine);
    }

    /** A second line in a header would be a header of its own. */
    private static void requireOneLine(String header) {
        if (!header.equals(OneLine.of(header))) {
            throw new IllegalArgumentException("a header must not have control characters");
        }
    }
}
