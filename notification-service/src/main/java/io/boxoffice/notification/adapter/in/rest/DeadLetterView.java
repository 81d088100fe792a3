package io.boxoffice.notification.adapter.in.rest;

import io.boxoffice.notification.domain.DeadLetter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead letter as the API shows it; headers and body only when it is looked at alone. */
public record DeadLetterView(
        String queue,
        String messageId,
        @Nullable String type,
        @Nullable String subject,
        String reason,
        int attempts,
        @Nullable Instant failedAt,
        @Nullable Map<String, String> headers,
        @Nullable String body) {

    static DeadLetterView complete(DeadLetter letter) {
        return of(letter, letter.headers(), letter.body());
    }

    static DeadLetterView outside(DeadLetter letter) {
        return of(letter, null, null);
    }

    private static DeadLetterView of(DeadLetter letter, @Nullable Map<String, String> headers, @Nullable String body) {
        return new DeadLetterView(
                letter.queue(),
                letter.messageId(),
                letter.type().orElse(null),
                letter.subject().orElse(null),
                letter.reason(),
                letter.attempts(),
                letter.failedAt().orElse(null),
                headers,
                body);
    }
}
