package io.boxoffice.show.adapter.in.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times that callers send. */
final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /** ISO-8601 with offset. */
    static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Times::isReasonable);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Years of four digits; a database cannot keep all that Java can. */
    static boolean isReasonable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private Times() {}
}
