package io.boxoffice.notification.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message that its consumer gave up, waiting for people.
 *
 * @param queue the work queue it came from
 * @param type what kind of event it is, if it can be read as one
 * @param subject the id of what the event happened to, if it can be read as one
 * @param attempts how often it was tried
 */
public record DeadLetter(
        String queue,
        String messageId,
        Optional<String> type,
        Optional<String> subject,
        String reason,
        int attempts,
        Optional<Instant> failedAt,
        Map<String, String> headers,
        String body) {}
