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

    /** The header that tells of the request which led to a message, by its W3C trace context; none if there was none. */
    public static Map<String, Object> causedBy(@Nullable String traceparent) {
        return traceparent == null ? Map.of() : Map.of("traceparent", traceparent);
    }
}
