package io.boxoffice.kernel.messaging;

import java.util.Map;

/** A message to be published; the broker keeps it on disk. */
public record OutgoingMessage(
        String exchange, String routingKey, String messageId, byte[] body, Map<String, Object> headers) {}
