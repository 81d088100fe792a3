package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.id.BookingId;
import java.net.IDN;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail that is ready to be laid out and sent.
 *
 * @param event what it tells, with every text in it fit for one line
 * @param messageId the same for every repetition of this mail, so that readers see it once
 * @param address where it goes, as the customer's token gave it: not yet known to be a mail address at all
 */
public record Mail(Event event, MailKind kind, String messageId, String address, Optional<String> name, Letter letter) {

    /** Characters in a name (RFC 1035). */
    private static final int MAX_DOMAIN = 253;

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]+");

    public Mail {
        requireOneLine(messageId);
        requireOneLine(letter.subject());
        name.ifPresent(Mail::requireOneLine);
    }

    /** The booking it is about; a closed waiting list is about none. */
    public Optional<BookingId> booking() {
        return event instanceof BookingEvent about ? Optional.of(about.booking().id()) : Optional.empty();
    }

    /** Whether it offers places that are held no longer. */
    public boolean isOverAt(Instant now) {
        return event instanceof WaitingListOffered offer
                && !now.isBefore(offer.booking().heldUntil());
    }

    /**
     * What may reach a mail server as an address: the domain as DNS writes it (RFC 5891), and nothing but printable ASCII.
     * Other characters need an extension of SMTP (RFC 6531) that we do not speak; cut down to a byte each, two of them are
     * a line break, and what follows it a command (CVE-2025-7962). A group of addresses, which ends with a semicolon (RFC
     * 5322, 3.4), is none.
     */
    public static Optional<String> sendable(String written) {
        int at = written.lastIndexOf('@') + 1;
        return inDns(written.substring(at))
                .map(domain -> written.substring(0, at) + domain)
                .filter(address -> isPrintableAscii(address) && !address.endsWith(";"));
    }

    /** Nothing if the way back leads to another name: the older rules that Java knows make ss of a sharp s. */
    private static Optional<String> inDns(String domain) {
        if (isPrintableAscii(domain)) {
            return Optional.of(domain);
        }
        String plain = Normalizer.normalize(domain.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (plain.length() > MAX_DOMAIN) {
            return Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(plain, IDN.USE_STD3_ASCII_RULES);
            return Optional.of(ascii).filter(name -> IDN.toUnicode(name).equals(plain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrintableAscii(String text) {
        return PRINTABLE_ASCII.matcher(text).matches();
    }

    /** The same mail as a message of its own: with another Message-ID, and to that address. */
    public Mail again(String mark, String to) {
        return as(messageId.replace("@", "." + mark + "@"), to);
    }

    /** The same mail under that Message-ID and to that address. */
    public Mail as(String otherId, String to) {
        return new Mail(event, kind, otherId, to, name, letter);
    }

    /** A second line in a header would be a header of its own. */
    private static void requireOneLine(String header) {
        if (!header.equals(OneLine.of(header))) {
            throw new IllegalArgumentException("a header must not have control characters");
        }
    }
}
