package io.boxoffice.kernel.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way, with the attributes of CloudEvents 1.0.
 *
 * @param id unique for each event; consumers recognise a repetition by it
 * @param source the service that tells, such as {@code /booking-service}
 * @param traceparent the W3C trace context of the request that caused it
 */
public record Envelope(
        String id, String source, Instant time, @Nullable String traceparent, Event event) {}
