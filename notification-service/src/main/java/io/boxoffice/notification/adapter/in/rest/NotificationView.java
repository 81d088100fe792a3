package io.boxoffice.notification.adapter.in.rest;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.domain.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery as the API shows it. */
public record NotificationView(
        long id,
        @Nullable String bookingId,
        String kind,
        String recipient,
        Delivery.Status status,
        int attempts,
        String messageId,
        @Nullable String lastError,
        @Nullable String serverAnswer,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant sentAt) {

    static NotificationView of(Delivery delivery) {
        return new NotificationView(
                delivery.id(),
                delivery.booking().map(BookingId::toString).orElse(null),
                delivery.kind().label(),
                delivery.recipient(),
                delivery.status(),
                delivery.attempts(),
                delivery.messageId(),
                delivery.lastError().orElse(null),
                delivery.serverAnswer().orElse(null),
                delivery.createdAt(),
                delivery.updatedAt(),
                delivery.sentAt().orElse(null));
    }
}
