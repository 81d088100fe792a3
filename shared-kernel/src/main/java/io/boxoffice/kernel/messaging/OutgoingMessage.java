package io.boxoffice.kernel.messaging;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to be published; the broker keeps it on disk.
 *
 * @param timeToLive how long it may wait before the broker dead-letters it; for ever if absent
 */
public record OutgoingMessage(
        String exchange,
        String routingKey,
        String messageId,
        byte[] body,
        Map<String, Object> headers,
        @Nullable Duration timeToLive) {

    public OutgoingMessage(
            String exchange, String routingKey, String messageId, byte[] body, Map<String, Object> headers) {
        this(exchange, routingKey, messageId, body, headers, null);
    }
}
