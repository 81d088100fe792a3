package io.boxoffice.notification.domain;

import io.boxoffice.kernel.id.BookingId;
import java.time.Instant;
import java.util.Optional;

/**
 * One mail's entry in the delivery log.
 *
 * @param attempts how often it was handed to the mail server
 * @param lastError why the last failed attempt failed; kept when a later one succeeds
 * @param serverAnswer what the server said when it accepted the mail
 * @param updatedAt when the log last heard of it
 */
public record Delivery(
        long id,
        Optional<BookingId> booking,
        MailKind kind,
        String recipient,
        String messageId,
        Status status,
        int attempts,
        Optional<String> lastError,
        Optional<String> serverAnswer,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> sentAt) {

    /** How far a mail has come; a FAILED one starts again when its message is delivered again. */
    public enum Status {
        QUEUED,
        SENT,
        FAILED,

        /**
         * Not sent any more, because its customer has a later mail about the booking, or this one from a later entry, or
         * because what it offers has ended.
         */
        SUPERSEDED
    }

    /** The entry after one more attempt that ended with this answer. */
    public Delivery after(ServerAnswer answer, boolean lastAttempt) {
        return switch (answer) {
            case ServerAnswer.Accepted accepted -> accepted(accepted);
            case ServerAnswer.TryLater later -> failed(lastAttempt ? Status.FAILED : Status.QUEUED, later.text());
            case ServerAnswer.Refused refused -> failed(Status.FAILED, refused.text());
        };
    }

    public boolean isSent() {
        return status == Status.SENT;
    }

    /** The entry when the mail is not sent any more. */
    public Delivery superseded() {
        return new Delivery(
                id,
                booking,
                kind,
                recipient,
                messageId,
                Status.SUPERSEDED,
                attempts,
                lastError,
                serverAnswer,
                createdAt,
                updatedAt,
                sentAt);
    }

    private Delivery accepted(ServerAnswer.Accepted answer) {
        return new Delivery(
                id,
                booking,
                kind,
                recipient,
                messageId,
                Status.SENT,
                attempts + 1,
                lastError,
                Optional.of(answer.text()),
                createdAt,
                updatedAt,
                Optional.of(answer.at()));
    }

    private Delivery failed(Status next, String error) {
        return new Delivery(
                id,
                booking,
                kind,
                recipient,
                messageId,
                next,
                attempts + 1,
                Optional.of(error),
                serverAnswer,
                createdAt,
                updatedAt,
                sentAt);
    }
}
