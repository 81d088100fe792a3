package io.boxoffice.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

class NamelessSpansTest {

    @Test
    void whoCalledAndWhatTheySearchedForIsTakenOut() {
        try (SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessor(new NamelessSpans())
                .build()) {
            Span span = spans.get("test")
                    .spanBuilder("GET /api/v1/shows")
                    .setAttribute("client.address", "203.0.113.77")
                    .setAttribute("url.path", "/api/v1/shows")
                    .startSpan();

            assertThat(attribute(span, "client.address")).isEqualTo("REDACTED");
            assertThat(attribute(span, "url.path")).isEqualTo("/api/v1/shows");
            assertThat(attribute(span, "url.query")).isNull();
        }
    }

    private static String attribute(Span span, String key) {
        return ((ReadableSpan) span).getAttribute(AttributeKey.stringKey(key));
    }
}
