package io.boxoffice.notification.domain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a mail says, before it is laid out as plain text or HTML; both say the same because both are made of this.
 *
 * @param prices the places with what they cost, the total last; empty where nothing was booked or held
 * @param link where the reader can act on the mail
 */
public record Letter(
        Locale locale,
        String subject,
        String heading,
        String greeting,
        String opening,
        List<Entry> facts,
        List<Ticket> tickets,
        List<Entry> prices,
        Optional<Link> link,
        String closing,
        String signature) {

    /** A label and what stands beside it. */
    public record Entry(String label, String value) {}

    /**
     * One ticket.
     *
     * @param seat its number within the show
     * @param title which of how many it is
     * @param place where its place is
     * @param picture what its QR code is, in words
     * @param code what its QR code says
     */
    public record Ticket(int seat, String title, String place, String picture, String code) {}

    /** A label and where it leads. */
    public record Link(String label, String target) {}
}
