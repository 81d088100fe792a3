package io.boxoffice.kernel.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** The name of each request: the gateway's, or one made here. Log lines and problem documents carry it, and the answer. */
@ApplicationScoped
public class RequestIds {

    /** What log lines and problem documents call it. */
    static final String MEMBER = "requestId";

    private static final int BEFORE_EVERYTHING = 1_100;
    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{7,63}");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::name, BEFORE_EVERYTHING);
    }

    private static void name(RoutingContext context) {
        String said = context.request().getHeader(HEADER);
        String id = said != null && GOOD.matcher(said).matches() ? said : made();
        context.put(MEMBER, id);
        MDC.put(MEMBER, id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    private static String made() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** The id of a request. */
    static String of(RoutingContext context) {
        return context.get(MEMBER, "unknown");
    }
}
