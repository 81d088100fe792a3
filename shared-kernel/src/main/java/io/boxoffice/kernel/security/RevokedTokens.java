package io.boxoffice.kernel.security;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.sortedset.ScoreRange;
import io.quarkus.redis.datasource.sortedset.ScoredValue;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens and sessions that were ended before their time. Each instance keeps a copy of the list in Redis and renews it
 * every second, so that no request waits for Redis. What an instance has once learned it keeps, and tells Redis again if
 * Redis has forgotten it; without Redis it learns nothing new, and tokens end with their own short life.
 */
@ApplicationScoped
public class RevokedTokens {

    private static final Logger LOG = Logger.getLogger(RevokedTokens.class);

    /** A sorted set; its scores say, in seconds of the epoch, until when an entry matters. */
    private static final String KEY = "revoked-tokens";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RENEWAL = Duration.ofSeconds(1);

    private final Instance<ReactiveRedisDataSource> redis;
    private final Duration longestLife;
    private final Map<String, Instant> known = new ConcurrentHashMap<>();
    private long timer;

    RevokedTokens(
            Instance<ReactiveRedisDataSource> redis,
            @ConfigProperty(name = "boxoffice.tokens.longest-life", defaultValue = "12h") Duration longestLife) {
        this.redis = redis;
        this.longestLife = longestLife;
    }

    void start(@Observes StartupEvent startup, Vertx vertx) {
        timer = vertx.setPeriodic(
                1,
                RENEWAL.toMillis(),
                tick -> renew().subscribe().with(done -> {}, e -> LOG.debugf("Redis did not answer: %s", e)));
    }

    void stop(@Observes Shutdown shutdown, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    /**
     * Ends a token or a session: here at once, everywhere within a few seconds. Fails if the others cannot be told.
     *
     * @param id the token's {@code jti} or the session's {@code sid}
     */
    public Uni<Void> revoke(String id) {
        Instant now = Instant.now();
        Instant until = now.plus(longestLife);
        known.put(id, until);
        return Uni.createFrom()
                .deferred(() -> redis.get().sortedSet(String.class).zadd(KEY, (double) until.getEpochSecond(), id))
                .chain(() -> redis.get().sortedSet(String.class).zremrangebyscore(KEY, new ScoreRange<>(0.0, (double)
                        now.getEpochSecond())))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWithVoid();
    }

    /** Whether the token, or the session it belongs to, was ended. */
    boolean contains(JsonWebToken token) {
        return !known.isEmpty() && (isKnown(token.getTokenID()) || isKnown(token.getClaim("sid")));
    }

    private boolean isKnown(@Nullable Object id) {
        return id instanceof String text && known.containsKey(text);
    }

    /** Learns what others have ended, tells what they do not know, and forgets what has ended by itself. */
    Uni<Void> renew() {
        Instant now = Instant.now();
        known.values().removeIf(now::isAfter);
        return Uni.createFrom()
                .deferred(() -> redis.get()
                        .sortedSet(String.class)
                        .zrangebyscoreWithScores(
                                KEY, new ScoreRange<>((double) now.getEpochSecond(), Double.POSITIVE_INFINITY)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .chain(this::exchange);
    }

    private Uni<Void> exchange(List<ScoredValue<String>> entries) {
        Map<String, Double> forgotten = new HashMap<>();
        known.forEach((id, until) -> forgotten.put(id, (double) until.getEpochSecond()));
        entries.forEach(entry -> {
            forgotten.remove(entry.value());
            known.put(entry.value(), Instant.ofEpochSecond((long) entry.score()));
        });
        return forgotten.isEmpty()
                ? Uni.createFrom().voidItem()
                : redis.get()
                        .sortedSet(String.class)
                        .zadd(KEY, forgotten)
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .replaceWithVoid();
    }
}
