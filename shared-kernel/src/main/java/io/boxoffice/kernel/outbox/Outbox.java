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

    /** Adds events to the transaction of this connection, in order. */
    public void append(Connection connection, List<? extends Event> events, Instant now) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        String traceparent = traceparent();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Event event : events) {
                Envelope envelope = new Envelope(UUID.randomUUID().toString(), source, now, traceparent, event);
                insert.setString(1, envelope.id());
                insert.setString(2, event.type().routingKey());
                insert.setString(3, traceparent);
                insert.setBytes(4, EventCodec.write(envelope));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }
}
