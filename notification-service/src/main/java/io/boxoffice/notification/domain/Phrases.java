package io.boxoffice.notification.domain;

import java.util.Optional;

/** Everything a mail says in one language. */
interface Phrases {

    String subject(MailKind kind, String show, int places);

    String heading(MailKind kind);

    String greeting(Optional<String> name);

    /**
     * The first sentences, which lead to the list of places.
     *
     * @param heldUntil when the hold ended, written out
     */
    String opening(MailKind kind, String heldUntil);

    String closing(MailKind kind);

    String show();

    String venue();

    String starts();

    String booking();

    String total();

    String row(String row);

    String seat(int number);

    /** Several places of general admission in one section. */
    String places(int count, String section, String priceOfEach);

    /** A pattern of {@link java.time.format.DateTimeFormatter} for a day and a time. */
    String dateTimePattern();
}
