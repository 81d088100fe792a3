package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingSnapshot.Customer;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.WaitingListClosed;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Writes a mail from its event alone, in the customer's language: the same mail each time. */
public final class MailWriter {

    private final String domain;
    private final String bookings;
    private final TicketCodes codes;

    /**
     * @param domain what Message-IDs end in
     * @param bookings where a booking's id is added to make a link to it
     */
    public MailWriter(String domain, String bookings, TicketCodes codes) {
        this.domain = domain;
        this.bookings = bookings;
        this.codes = codes;
    }

    /**
     * The mail that tells of an event.
     *
     * @throws IllegalArgumentException if nobody is told of such an event
     */
    public Mail write(Event told) {
        MailKind kind = MailKind.of(told).orElseThrow(() -> new IllegalArgumentException("there is no mail about it"));
        Event event = CleanEvent.of(told);
        LetterWriter letter = switch (event) {
            case BookingEvent e ->
                new LetterWriter(e.booking().show(), e.booking().customer());
            case WaitingListClosed e -> new LetterWriter(e.show(), e.customer());
            default -> throw new IllegalArgumentException("an event without a customer");
        };
        return new Mail(
                event,
                kind,
                "<%s.%s@%s>".formatted(kind.label(), key(event), domain),
                letter.customer().email(),
                Optional.ofNullable(letter.customer().name()),
                letter.about(event, bookings, codes));
    }

    /** What tells this mail from others of its kind. */
    private static String key(Event event) {
        return event instanceof WaitingListClosed closed
                ? closed.subject() + "." + fingerprint(closed.customer())
                : event.subject() + ".v" + event.sequence();
    }

    /** An id may have any characters; a header may not. */
    private static UUID fingerprint(Customer customer) {
        return UUID.nameUUIDFromBytes(customer.id().getBytes(StandardCharsets.UTF_8));
    }
}
