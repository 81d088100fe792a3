package io.boxoffice.notification.domain;

import java.util.Optional;

/** Everything a mail says in one language. */
interface Phrases {

    Wording confirmed(String show, int places);

    /** A hold has lapsed; {@code heldUntil} is when, written out. */
    Wording expired(String show, String heldUntil);

    Wording cancelled(String show);

    /** {@code booked} says whether there are tickets, or places were held and no more. */
    Wording showCancelled(String show, boolean booked);

    Wording rescheduled(String show, boolean otherTime, boolean otherPlace);

    /** Places are kept for somebody who waited; {@code heldUntil} is until when, written out. */
    Wording offered(String show, String heldUntil);

    /** Places were kept for somebody who waited; {@code heldUntil} is until when, written out. */
    Wording offerLapsed(String show, String heldUntil);

    Wording listClosed(String show);

    Labels labels();

    String greeting(Optional<String> name);

    String row(String row);

    String seat(int number);

    /** Several places of general admission in one section. */
    String places(int count, String section, String priceOfEach);

    String ticket(int number, int of);

    /** What stands where a ticket's QR code cannot be shown. */
    String picture(String ticket, String place);

    /** A pattern of {@link java.time.format.DateTimeFormatter} for a day and a time. */
    String dateTimePattern();

    /** The sentences of one mail: the opening stands before the facts, the closing after the prices. */
    record Wording(String subject, String heading, String opening, String closing) {}

    /** What facts are called. */
    record Labels(
            String show,
            String venue,
            String formerVenue,
            String starts,
            String formerStart,
            String heldUntil,
            String booking,
            String total,
            String confirm) {}
}
