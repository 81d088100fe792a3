package io.boxoffice.kernel.limit;

import io.boxoffice.kernel.limit.SharedBuckets.Standing;
import io.boxoffice.kernel.problem.PlainHttpProblems;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.security.Caller;
import io.boxoffice.kernel.security.RememberedTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody send more requests to the public API than their share: customers and API clients by who they are, everybody
 * else by address, reading apart from booking. Answers say how much is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
@ApplicationScoped
public class RequestLimits {

    private static final String PUBLIC_API = "/api/";
    private static final int AFTER_ORIGINS = 250;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SharedBuckets buckets;
    private final ClientAddress addresses;
    private final RememberedTokens tokens;
    private final PlainHttpProblems problems;
    private final MeterRegistry metrics;
    private final Policies customer;
    private final Policies client;
    private final Policies address;

    RequestLimits(
            SharedBuckets buckets,
            ClientAddress addresses,
            RememberedTokens tokens,
            LimitSettings settings,
            PlainHttpProblems problems,
            MeterRegistry metrics) {
        this.buckets = buckets;
        this.addresses = addresses;
        this.tokens = tokens;
        this.problems = problems;
        this.metrics = metrics;
        customer = Policies.of(settings.customer().reads(), settings.customer().bookings());
        client = Policies.of(settings.client().reads(), settings.client().bookings());
        address = Policies.of(settings.address().reads(), settings.address().bookings());
    }

    /** A quota with the name that answers call it by. */
    private record Policy(String name, Quota quota, String header) {

        static Policy of(String name, Quota quota) {
            return new Policy(
                    name,
                    quota,
                    "\"" + name + "\";q=" + quota.count() + ";w="
                            + quota.window().toSeconds());
        }
    }

    private record Policies(Policy reads, Policy bookings) {

        static Policies of(Quota reads, Quota bookings) {
            return new Policies(Policy.of("reads", reads), Policy.of("bookings", bookings));
        }

        Policy of(HttpMethod method) {
            return READING.contains(method) ? reads : bookings;
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_ORIGINS);
    }

    private void check(RoutingContext context) {
        if (!context.normalizedPath().startsWith(PUBLIC_API)) {
            context.next();
        } else if (!context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            if (addresses.isOurs(context.request())) {
                context.next();
            } else {
                limit(context, null);
            }
        } else {
            // a token that is no good is refused later, where it is needed, and counted by address here
            tokens.caller(context).subscribe().with(caller -> limit(context, caller), failure -> limit(context, null));
        }
    }

    private void limit(RoutingContext context, @Nullable Caller caller) {
        Policies policies = caller == null ? address : caller.isClient() ? client : customer;
        String who = caller == null ? "address:" + addresses.of(context.request()) : caller.key();
        Policy policy = policies.of(context.request().method());
        Standing standing = buckets.take(policy.name() + ":" + who, policy.quota(), 1);
        context.response()
                .putHeader("RateLimit-Policy", policy.header())
                .putHeader(
                        "RateLimit",
                        "\"" + policy.name() + "\";r=" + standing.remaining() + ";t=" + standing.fullInSeconds());
        if (standing.granted()) {
            context.next();
        } else {
            metrics.counter("boxoffice.requests.limited", "policy", policy.name())
                    .increment();
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(standing.retryInSeconds()));
            problems.write(context, tooMany(policy, standing));
        }
    }

    private static Problem tooMany(Policy policy, Standing standing) {
        return new Problem(
                        "too-many-requests",
                        429,
                        "Too many requests",
                        "Send the request again in " + standing.retryInSeconds() + " s.")
                .with("violated-policies", List.of(policy.name()));
    }
}
