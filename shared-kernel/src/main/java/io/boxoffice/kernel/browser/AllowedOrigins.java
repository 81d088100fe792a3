package io.boxoffice.kernel.browser;

import io.boxoffice.kernel.limit.ClientAddress;
import io.boxoffice.kernel.problem.PlainHttpProblems;
import io.boxoffice.kernel.problem.Problems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the configured origins call the API, and those that come from where the API is (CORS, fetch.spec.whatwg.org);
 * all others are refused. Cookies are never asked for: who calls shows a token.
 */
@ApplicationScoped
public class AllowedOrigins {

    private static final int BEFORE_LIMITS = 300;
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Set<String> HEADERS = Set.of(
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "on-behalf-of",
            "prefer",
            "x-request-id");
    private static final Set<String> EXPOSED =
            Set.of("etag", "link", "location", "ratelimit", "ratelimit-policy", "retry-after", "x-request-id");
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Set<String> allowed;
    private final CorsHandler cors;
    private final ClientAddress addresses;
    private final PlainHttpProblems problems;

    AllowedOrigins(
            @ConfigProperty(name = "boxoffice.cors.origins") Optional<List<String>> origins,
            ClientAddress addresses,
            PlainHttpProblems problems) {
        List<String> named =
                origins.orElse(List.of()).stream().map(String::strip).toList();
        this.allowed = Set.copyOf(named);
        this.cors = CorsHandler.create()
                .addOrigins(named)
                .allowedMethods(METHODS)
                .allowedHeaders(HEADERS)
                .exposedHeaders(EXPOSED)
                .maxAgeSeconds((int) REMEMBERED.toSeconds());
        this.addresses = addresses;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_LIMITS);
    }

    private void check(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (!allowed.isEmpty()) {
            context.addHeadersEndHandler(end -> tellCaches(context.response().headers()));
        }
        if (origin == null || isOwn(origin, context.request())) {
            context.next();
        } else if (allowed.contains(origin)) {
            cors.handle(context);
        } else {
            problems.write(context, Problems.originRefused());
        }
    }

    /** What was answered to one origin is no answer to another, whatever else the resource says about that. */
    private static void tellCaches(MultiMap headers) {
        String vary = headers.get(HttpHeaders.VARY);
        if (!mentionsOrigin(vary)) {
            headers.set(HttpHeaders.VARY, vary == null ? "Origin" : vary + ", Origin");
        }
    }

    private static boolean mentionsOrigin(@Nullable String vary) {
        return vary != null && vary.toLowerCase(Locale.ROOT).contains("origin");
    }

    private boolean isOwn(String origin, HttpServerRequest request) {
        return origin.equalsIgnoreCase(addresses.scheme(request) + "://" + request.getHeader(HttpHeaders.HOST));
    }
}
