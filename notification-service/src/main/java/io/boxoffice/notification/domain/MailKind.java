package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.event.WaitingListOffered;
import java.util.Arrays;
import java.util.Optional;

/** What a mail is about; named after what happened. */
public enum MailKind {
    CONFIRMED("booking.confirmed"),
    EXPIRED("booking.expired"),
    CANCELLED("booking.cancelled"),
    SHOW_CANCELLED("show.cancelled"),
    RESCHEDULED("booking.rescheduled"),
    OFFERED("waiting-list.offered"),
    OFFER_LAPSED("waiting-list.lapsed"),
    LIST_CLOSED("waiting-list.closed");

    private final String label;

    MailKind(String label) {
        this.label = label;
    }

    /** The kind as written in the delivery log and in Message-IDs. */
    public String label() {
        return label;
    }

    /** Whether the tickets themselves come with the mail. */
    public boolean bringsTickets() {
        return this == CONFIRMED || this == RESCHEDULED;
    }

    /** The kind of mail an event calls for, if any. */
    public static Optional<MailKind> of(Event event) {
        return switch (event) {
            case BookingConfirmed confirmed -> Optional.of(CONFIRMED);
            case BookingExpired expired -> Optional.of(Boolean.TRUE.equals(expired.offer()) ? OFFER_LAPSED : EXPIRED);
            case BookingCancelled cancelled ->
                Optional.of(
                        switch (cancelled.cause()) {
                            case CUSTOMER -> CANCELLED;
                            case SHOW_CANCELLED -> SHOW_CANCELLED;
                        });
            case BookingRescheduled rescheduled -> Optional.of(RESCHEDULED);
            case WaitingListOffered offered -> Optional.of(OFFERED);
            case WaitingListClosed closed -> Optional.of(LIST_CLOSED);
            case BookingFailed failed ->
                failed.reason() == BookingFailed.Reason.SHOW_CANCELLED ? Optional.of(SHOW_CANCELLED) : Optional.empty();
            case ShowEvent show -> Optional.empty();
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
