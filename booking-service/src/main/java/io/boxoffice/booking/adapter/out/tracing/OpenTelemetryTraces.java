package io.boxoffice.booking.adapter.out.tracing;

import io.boxoffice.booking.application.port.Traces;
import io.boxoffice.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Asks OpenTelemetry. */
@ApplicationScoped
class OpenTelemetryTraces implements Traces {

    @Override
    public @Nullable String current() {
        return Outbox.traceparent();
    }
}
