package io.boxoffice.kernel.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a batch, one for each message of a request that is traced: from when it is sent until the broker has
 * confirmed the batch. (Names and attributes: OpenTelemetry, Semantic Conventions for Messaging Spans.)
 */
final class PublishSpans implements AutoCloseable {

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Map<String, Object>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, Object> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, Object> headers, String name) {
            Object value = headers == null ? null : headers.get(name);
            return value == null ? null : value.toString();
        }
    };

    private final Tracer tracer;
    private final List<Span> spans = new ArrayList<>();
    private boolean confirmed;

    PublishSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The headers that a message leaves with; its consumer goes on from its span, if it has one. */
    Map<String, Object> headers(OutgoingMessage message) {
        Context told = W3C.extract(Context.root(), message.headers(), HEADERS);
        SpanContext cause = Span.fromContext(told).getSpanContext();
        if (!cause.isSampled()) {
            return message.headers();
        }
        boolean goesOn = Span.current().getSpanContext().getTraceId().equals(cause.getTraceId());
        Span span = start(message, goesOn ? Context.current() : told);
        spans.add(span);
        Map<String, Object> headers = new HashMap<>(message.headers());
        W3C.inject(told.with(span), headers, (carrier, name, value) -> headers.put(name, value));
        return headers;
    }

    private Span start(OutgoingMessage message, Context parent) {
        String destination = message.exchange().isEmpty() ? message.routingKey() : message.exchange();
        return tracer.spanBuilder(destination + " publish")
                .setSpanKind(SpanKind.PRODUCER)
                .setParent(parent)
                .setAttribute("messaging.system", "rabbitmq")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", destination)
                .setAttribute("messaging.rabbitmq.destination.routing_key", message.routingKey())
                .startSpan();
    }

    /** The broker has the whole batch; without this word its spans are errors. */
    void confirm() {
        confirmed = true;
    }

    @Override
    public void close() {
        for (Span span : spans) {
            if (!confirmed) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
