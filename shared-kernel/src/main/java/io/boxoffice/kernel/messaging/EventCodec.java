package io.boxoffice.kernel.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.EventType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads events as JSON in the structured mode of CloudEvents 1.0. Fields that a reader does not know are
 * ignored, so that contracts can grow.
 */
public final class EventCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new IdJson())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /** The message body of an event. */
    public static byte[] write(Envelope envelope) {
        ObjectNode node = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", envelope.id())
                .put("source", envelope.source())
                .put("type", envelope.event().type().wireName())
                .put("subject", envelope.event().subject())
                .put("time", envelope.time().toString())
                .put("datacontenttype", "application/json")
                .put("boxofficesequence", envelope.event().sequence());
        if (envelope.traceparent() != null) {
            node.put("traceparent", envelope.traceparent());
        }
        node.set("data", JSON.valueToTree(envelope.event()));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }

    /**
     * Reads a message body.
     *
     * @throws UnreadableEventException if it is not JSON, not a CloudEvent, of an unknown type, or lacks a field
     */
    public static Envelope read(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            String wireName = text(node, "type");
            EventType type = EventType.named(wireName)
                    .orElseThrow(() -> new UnreadableEventException("unknown event type '" + wireName + "'", null));
            JsonNode data = node.path("data");
            if (!data.isObject()) {
                throw new UnreadableEventException("the event has no data", null);
            }
            Event event = JSON.treeToValue(data, type.contract());
            requireComplete((Record) event);
            return new Envelope(
                    text(node, "id"),
                    text(node, "source"),
                    Instant.parse(text(node, "time")),
                    node.path("traceparent").textValue(),
                    event);
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw new UnreadableEventException("the message cannot be read as an event: " + what(e), e);
        }
    }

    /** JSON that lacks a field gives a record that lacks a value, unless the contract says that it may be absent. */
    private static void requireComplete(Record data) {
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            Object value = valueOf(data, component);
            if (value instanceof Record part) {
                requireComplete(part);
            } else if (value instanceof List<?> parts) {
                parts.forEach(part -> {
                    if (required(part, component) instanceof Record record) {
                        requireComplete(record);
                    }
                });
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required(value, component);
            }
        }
    }

    private static Object required(@Nullable Object value, RecordComponent component) {
        if (value == null) {
            throw new UnreadableEventException("the event has no '" + component.getName() + "'", null);
        }
        return value;
    }

    private static @Nullable Object valueOf(Record data, RecordComponent component) {
        try {
            return component.getAccessor().invoke(data);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a contract cannot be read", e);
        }
    }

    private static String text(JsonNode node, String field) {
        @Nullable String value = node.path(field).textValue();
        if (value == null || value.isBlank()) {
            throw new UnreadableEventException("the event has no '" + field + "'", null);
        }
        return value;
    }

    /** What is wrong and where, but not with which words: they may name a customer. */
    private static String what(Exception e) {
        String kind = e.getClass().getSimpleName();
        return e instanceof JsonMappingException inData ? kind + " at " + inData.getPathReference() : kind;
    }

    private EventCodec() {}
}
