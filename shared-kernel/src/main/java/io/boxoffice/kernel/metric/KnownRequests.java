package io.boxoffice.kernel.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Counts no requests of methods, or of other spellings of a path, that a caller made up: each would be a series of its
 * own, kept until the process ends. What may be in a path is bounded by the patterns that each service has for its routes:
 * what is still encoded after them, or has a fragment, is none of them.
 */
final class KnownRequests implements MeterFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern ODD = Pattern.compile("[%#]");
    private static final Tag ANY_ODD = Tag.of("uri", "%");

    @Produces
    @Singleton
    static MeterFilter filter() {
        return new KnownRequests();
    }

    /** One path for all odd ones, since the filter that lets in so many paths may be asked first. */
    @Override
    public Meter.Id map(Meter.Id id) {
        return isOdd(id) ? id.withTag(ANY_ODD) : id;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String method = id.getTag("method");
        boolean madeUp = isOfRequests(id) && method != null && !METHODS.contains(method);
        return madeUp || isOdd(id) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    private static boolean isOdd(Meter.Id id) {
        String path = id.getTag("uri");
        return isOfRequests(id) && path != null && ODD.matcher(path).find();
    }

    private static boolean isOfRequests(Meter.Id id) {
        return id.getName().startsWith("http.server.");
    }
}
