package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String REQUEST = "00f067aa0ba902b7";
    private static final String ATTEMPT = "53995c3f42cd8ad8";

    private final List<SpanData> ended = new ArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    ended.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            }))
            .build();
    private final PublishSpans spans = new PublishSpans(provider.get("test"));

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void a_consumer_goes_on_from_the_publication_and_that_from_the_request() {
        Map<String, Object> headers = spans.headers(event("00-" + TRACE + "-" + REQUEST + "-01"));
        assertThat(ended).isEmpty();
        spans.confirm();
        spans.close();

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("boxoffice.events publish");
            assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(span.getParentSpanId()).isEqualTo(REQUEST);
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(headers)
                    .containsEntry("traceparent", "00-" + TRACE + "-" + span.getSpanId() + "-01")
                    .containsEntry("number", 1);
        });
    }

    @Test
    void what_an_attempt_publishes_of_its_own_trace_is_its_child() {
        assertThat(parentDuringAnAttemptOf(TRACE)).isEqualTo(ATTEMPT);
    }

    @Test
    void whoever_publishes_for_another_trace_stays_out_of_it() {
        assertThat(parentDuringAnAttemptOf("0af7651916cd43dd8448eb211c80319c")).isEqualTo(REQUEST);
    }

    @Test
    void a_batch_that_is_not_confirmed_is_an_error() {
        spans.headers(event("00-" + TRACE + "-" + REQUEST + "-01"));
        spans.close();

        assertThat(ended).extracting(span -> span.getStatus().getStatusCode()).containsExactly(StatusCode.ERROR);
    }

    @Test
    void a_message_of_no_trace_or_of_one_that_is_not_kept_leaves_as_it_is() {
        for (String traceparent : List.of("00-" + TRACE + "-" + REQUEST + "-00", "00-1-2-01", "")) {
            assertThat(spans.headers(event(traceparent))).containsEntry("traceparent", traceparent);
        }
        spans.close();

        assertThat(ended).isEmpty();
    }

    private String parentDuringAnAttemptOf(String trace) {
        SpanContext attempt = SpanContext.create(trace, ATTEMPT, TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope during = Span.wrap(attempt).makeCurrent()) {
            assertThat(during).isNotNull();
            spans.headers(event("00-" + TRACE + "-" + REQUEST + "-01"));
        }
        spans.close();
        return ended.getFirst().getParentSpanId();
    }

    private static OutgoingMessage event(String traceparent) {
        return new OutgoingMessage(
                Topology.EVENTS,
                "booking.confirmed",
                "id",
                new byte[0],
                Map.of("traceparent", traceparent, "number", 1));
    }
}
