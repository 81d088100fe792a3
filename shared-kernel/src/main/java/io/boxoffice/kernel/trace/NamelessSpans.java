package io.boxoffice.kernel.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes out of spans who called and what they searched for, as the gateway leaves it out of its log. */
@Singleton
class NamelessSpans implements SpanProcessor {

    private static final String REDACTED = "REDACTED";

    private static final List<AttributeKey<String>> PERSONAL =
            List.of(AttributeKey.stringKey("client.address"), AttributeKey.stringKey("url.query"));

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (AttributeKey<String> key : PERSONAL) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, REDACTED);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // what is left names nobody
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
