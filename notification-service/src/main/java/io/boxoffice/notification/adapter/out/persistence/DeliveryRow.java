package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the delivery log. */
@Entity
@Table(name = "deliveries")
class DeliveryRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(name = "event_id", updatable = false)
    String eventId;

    @Column(name = "booking_id", updatable = false)
    @Nullable
    String bookingId;

    /** Of the booking, in the event; absent where there is no booking. */
    @Column(name = "booking_version", updatable = false)
    @Nullable
    Integer bookingVersion;

    @Column(name = "kind", updatable = false)
    String kind;

    @Column(name = "recipient", updatable = false)
    String recipient;

    @Column(name = "message_id", updatable = false)
    String messageId;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    Delivery.Status status;

    @Column(name = "attempts")
    int attempts;

    @Column(name = "last_error")
    @Nullable
    String lastError;

    @Column(name = "server_answer")
    @Nullable
    String serverAnswer;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "event", updatable = false)
    byte @Nullable [] event;

    @Column(name = "sent_at")
    @Nullable
    Instant sentAt;

    DeliveryRow() {}

    static DeliveryRow queued(String eventId, Mail mail) {
        DeliveryRow row = new DeliveryRow();
        row.eventId = eventId;
        row.bookingId = mail.booking().map(BookingId::toString).orElse(null);
        row.bookingVersion =
                mail.booking().map(booking -> mail.event().sequence()).orElse(null);
        row.kind = mail.kind().label();
        row.recipient = mail.address();
        row.messageId = mail.messageId();
        row.status = Delivery.Status.QUEUED;
        row.createdAt = Instant.now();
        row.updatedAt = row.createdAt;
        row.event = StoredEvent.write(eventId, row.createdAt, mail.event());
        return row;
    }

    void take(Delivery delivery) {
        status = delivery.status();
        attempts = delivery.attempts();
        lastError = delivery.lastError().orElse(null);
        serverAnswer = delivery.serverAnswer().orElse(null);
        updatedAt = Instant.now();
        sentAt = delivery.sentAt().orElse(null);
    }

    Delivery toDomain() {
        if (id == null) {
            throw new IllegalStateException("the row is not stored yet");
        }
        return new Delivery(
                id,
                Optional.ofNullable(bookingId).map(BookingId::fromString),
                MailKind.labelled(kind),
                recipient,
                messageId,
                status,
                attempts,
                Optional.ofNullable(lastError),
                Optional.ofNullable(serverAnswer),
                createdAt,
                updatedAt,
                Optional.ofNullable(sentAt));
    }
}
