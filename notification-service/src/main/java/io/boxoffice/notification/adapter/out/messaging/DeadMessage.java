package io.boxoffice.notification.adapter.out.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.domain.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a dead message tells of itself; any of it may be missing or nonsense, for that may be why it is here. */
final class DeadMessage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the broker writes down the messages that it gave up by itself. */
    private static final String BROKERS_ACCOUNT = "x-death";

    static DeadLetter read(String queue, GetResponse message) {
        Map<String, Object> headers = headers(message);
        JsonNode event = event(message.getBody());
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(name, String.valueOf(value)));
        return new DeadLetter(
                queue,
                id(message),
                text(event, "type"),
                text(event, "subject"),
                queue.equals(DeadLetters.UNROUTED)
                        ? "no queue is bound for '" + message.getEnvelope().getRoutingKey() + "'"
                        : reason(headers),
                headers.get(RetryLadder.ATTEMPT_HEADER) instanceof Number attempts ? attempts.intValue() : 0,
                failedAt(headers),
                shown,
                new String(message.getBody(), StandardCharsets.UTF_8));
    }

    static String id(GetResponse message) {
        return RetryLadder.idOf(message.getProps().getMessageId(), message.getBody());
    }

    static Map<String, Object> headers(GetResponse message) {
        return Objects.requireNonNullElse(message.getProps().getHeaders(), Map.of());
    }

    private static String reason(Map<String, Object> headers) {
        return headers.containsKey(RetryLadder.REASON_HEADER)
                ? String.valueOf(headers.get(RetryLadder.REASON_HEADER))
                : "given up by the broker: "
                        + firstOfBroker(headers)
                                .map(death -> String.valueOf(death.get("reason")))
                                .orElse("no reason is known");
    }

    private static Optional<Instant> failedAt(Map<String, Object> headers) {
        try {
            return Optional.of(Instant.parse(String.valueOf(headers.get(RetryLadder.FAILED_AT_HEADER))));
        } catch (DateTimeException e) {
            return firstOfBroker(headers)
                    .map(death -> death.get("time") instanceof Date time ? time.toInstant() : null);
        }
    }

    private static Optional<Map<?, ?>> firstOfBroker(Map<String, Object> headers) {
        return headers.get(BROKERS_ACCOUNT) instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.getFirst() instanceof Map<?, ?> death
                ? Optional.of(death)
                : Optional.empty();
    }

    private static Optional<String> text(@Nullable JsonNode event, String field) {
        return Optional.ofNullable(event).map(node -> node.path(field).textValue());
    }

    private static @Nullable JsonNode event(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private DeadMessage() {}
}
