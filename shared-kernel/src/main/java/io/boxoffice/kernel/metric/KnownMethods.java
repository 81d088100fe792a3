package io.boxoffice.kernel.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Counts no requests of methods that a caller made up: each would be a series of its own, kept until the process ends.
 * What may be in a path is bounded by the patterns that each service has for its routes.
 */
final class KnownMethods implements MeterFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Produces
    @Singleton
    static MeterFilter filter() {
        return new KnownMethods();
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String method = id.getTag("method");
        boolean madeUp = id.getName().startsWith("http.server.") && method != null && !METHODS.contains(method);
        return madeUp ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
