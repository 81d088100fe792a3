package io.boxoffice.kernel.outbox;

import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.messaging.EventCodec;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where events wait, in the transaction that made them true, until the relay has published them. (Transactional outbox:
 * C. Richardson, Microservices Patterns, chapter 3.)
 */
@ApplicationScoped
public class Outbox {

    private static final String INSERT = """
            INSERT INTO outbox (event_id, routing_key, traceparent, body) VALUES (?, ?, ?, ?)
            """;

    private final String source;

    Outbox(@ConfigProperty(name = "quarkus.application.name") String application) {
        this.source = "/" + application.replaceFirst("^boxoffice-", "");
    }

    /**
     * An event and the request that caused it.
     *
     * @param traceparent the request's W3C trace context; absent if no request did
     */
    public record Caused(Event event, @Nullable String traceparent) {}

    /** Adds events of the current request to the transaction of this connection, in order. */
    public void append(Connection connection, List<? extends Event> events, Instant now) throws SQLException {
        String traceparent = traceparent();
        appendCaused(
                connection,
                events.stream().map(event -> new Caused(event, traceparent)).toList(),
                now);
    }

    /** Adds events of several requests to the transaction of this connection, in order. */
    public void appendCaused(Connection connection, List<Caused> events, Instant now) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Caused caused : events) {
                Event event = caused.event();
                Envelope envelope =
                        new Envelope(UUID.randomUUID().toString(), source, now, caused.traceparent(), event);
                insert.setString(1, envelope.id());
                insert.setString(2, event.type().routingKey());
                insert.setString(3, caused.traceparent());
                insert.setBytes(4, EventCodec.write(envelope));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The current request's W3C trace context, if there is one. */
    public static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }
}
