package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.WaitingListOffered;
import java.util.Arrays;
import java.util.Optional;

/** What a mail is about; named after the event that it tells. */
public enum MailKind {
    CONFIRMED("booking.confirmed"),
    EXPIRED("booking.expired"),
    CANCELLED("booking.cancelled");

    private final String label;

    MailKind(String label) {
        this.label = label;
    }

    /** The kind as written in the delivery log and in Message-IDs. */
    public String label() {
        return label;
    }

    /** The kind of mail an event calls for, if any. */
    public static Optional<MailKind> of(BookingEvent event) {
        return switch (event) {
            case BookingConfirmed confirmed -> Optional.of(CONFIRMED);
            case BookingExpired expired -> Optional.of(EXPIRED);
            case BookingCancelled cancelled -> Optional.of(CANCELLED);
            case BookingFailed failed -> Optional.empty();
            case BookingRescheduled rescheduled -> Optional.empty();
            case WaitingListOffered offered -> Optional.empty();
        };
    }

    /**
     * The kind with that label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MailKind labelled(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of mail is called '" + label + "'"));
    }
}
