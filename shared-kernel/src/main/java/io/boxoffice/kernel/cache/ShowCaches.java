package io.boxoffice.kernel.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What Redis remembers of a show, and of lists of shows, under a token that every change replaces. A reader takes the
 * token before it reads the database and stores what it made under that token, so that a late writer cannot bring back an
 * old page. For a moment a page also stays in this process: those who ask for it at the same time share one look, so that
 * neither Redis nor the database meets a stampede. Redis is never needed: without it every look is a miss, and while it
 * does not answer, readers do not wait for it.
 */
@ApplicationScoped
public class ShowCaches {

    private static final Logger LOG = Logger.getLogger(ShowCaches.class);

    /** Longer than any page lives, so that a forgotten token cannot revive one. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** How long a page stays in this process: what another one sold is seen that much later. */
    private static final Duration NEAR_LIFE = Duration.ofMillis(100);

    private static final long NEAR_BYTES = 32L << 20;

    /** Longer than any look takes. */
    private static final Duration DROP_MEMORY = Duration.ofSeconds(30);

    /** How long readers leave a Redis alone that has not answered. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final String LISTS = "shows";
    private static final Object NEVER_DROPPED = new Object();

    private final Instance<RedisDataSource> redis;
    private final Duration nearLife;
    private final AsyncCache<NearKey, byte[]> near;
    private final Cache<String, Object> drops =
            Caffeine.newBuilder().expireAfterWrite(DROP_MEMORY).build();
    private volatile long askAgainNanos = System.nanoTime();

    @Inject
    ShowCaches(Instance<RedisDataSource> redis) {
        this(redis, NEAR_LIFE);
    }

    ShowCaches(Instance<RedisDataSource> redis, Duration nearLife) {
        this.redis = redis;
        this.nearLife = nearLife;
        this.near = Caffeine.newBuilder()
                .expireAfterWrite(nearLife)
                .maximumWeight(NEAR_BYTES)
                .weigher((NearKey key, byte[] page) -> page.length)
                .buildAsync();
    }

    /** A page as it was after a certain drop of its owner's. */
    private record NearKey(String owner, Object drop, String kind) {}

    /**
     * The page of that kind as it stands in the cache, else as it is loaded, which is then kept for {@code life}; an
     * empty page says that there is none, and is not kept.
     */
    public byte[] page(ShowId show, String kind, Duration life, Supplier<byte[]> load) {
        return page(owner(show), kind, life, load);
    }

    /** As {@link #page}, without blocking: what is not at hand is looked for by the executor. */
    public CompletionStage<byte[]> pageSoon(
            ShowId show, String kind, Duration life, Supplier<byte[]> load, Executor executor) {
        NearKey key = nearKey(owner(show), kind);
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> first = near.asMap().putIfAbsent(key, mine);
        if (first != null) {
            return first;
        }
        try {
            executor.execute(() -> look(mine, owner(show), kind, life, load));
        } catch (RejectedExecutionException e) {
            mine.completeExceptionally(e);
        }
        return mine;
    }

    /** As {@link #page}, of a list of shows; the kind says which one. */
    public byte[] list(String kind, Duration life, Supplier<byte[]> load) {
        return page(LISTS, kind, life, load);
    }

    /** Forgets every page of the show. To be called after the commit that changed it. */
    public void drop(ShowId show) {
        drop(owner(show));
    }

    /** Forgets every list. To be called after the commit that changed a show. */
    public void dropLists() {
        drop(LISTS);
    }

    /** As {@link #drop}, without waiting for Redis. */
    public void dropSoon(ShowId show) {
        drops.put(owner(show), new Object());
        try {
            redis.get()
                    .getReactive()
                    .value(String.class)
                    .psetex(
                            tokenKey(owner(show)),
                            TOKEN_LIFE.toMillis(),
                            UUID.randomUUID().toString())
                    .subscribe()
                    .with(done -> {}, e -> LOG.debugf("Redis did not answer: %s", e));
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
        }
    }

    private byte[] page(String owner, String kind, Duration life, Supplier<byte[]> load) {
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> first = near.asMap().putIfAbsent(nearKey(owner, kind), mine);
        if (first != null) {
            return join(first);
        }
        look(mine, owner, kind, life, load);
        return join(mine);
    }

    private NearKey nearKey(String owner, String kind) {
        return new NearKey(owner, drops.get(owner, any -> NEVER_DROPPED), kind);
    }

    private void look(CompletableFuture<byte[]> page, String owner, String kind, Duration life, Supplier<byte[]> load) {
        try {
            page.complete(farPage(owner, kind, life.minus(nearLife), load));
        } catch (RuntimeException | Error e) {
            page.completeExceptionally(e);
        }
    }

    private static byte[] join(CompletableFuture<byte[]> page) {
        try {
            return page.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** A page's time is over at a moment, not after a while: Redis may be told of it late, if it stands still. */
    private byte[] farPage(String owner, String kind, Duration life, Supplier<byte[]> load) {
        Optional<String> token = ask(() -> token(owner));
        Optional<byte[]> cached =
                token.flatMap(t -> ask(() -> redis.get().value(byte[].class).get(pageKey(owner, kind, t))));
        if (cached.isPresent()) {
            return cached.get();
        }
        Instant until = Instant.now().plus(life);
        byte[] page = load.get();
        token.filter(t -> page.length > 0)
                .ifPresent(t -> ask(() -> {
                    redis.get().value(byte[].class).set(pageKey(owner, kind, t), page, new SetArgs().pxAt(until));
                    return page;
                }));
        return page;
    }

    private void drop(String owner) {
        drops.put(owner, new Object());
        try {
            redis.get()
                    .value(String.class)
                    .psetex(
                            tokenKey(owner),
                            TOKEN_LIFE.toMillis(),
                            UUID.randomUUID().toString());
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
        }
    }

    /** Tokens are random and not counted, so that one that Redis has forgotten never comes again with its old pages. */
    private @Nullable String token(String owner) {
        ValueCommands<String, String> values = redis.get().value(String.class);
        String token = values.get(tokenKey(owner));
        if (token == null) {
            values.set(
                    tokenKey(owner),
                    UUID.randomUUID().toString(),
                    new SetArgs().nx().px(TOKEN_LIFE));
            token = values.get(tokenKey(owner));
        }
        return token;
    }

    private <T> Optional<T> ask(Supplier<@Nullable T> question) {
        if (System.nanoTime() - askAgainNanos < 0) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            askAgainNanos = System.nanoTime() + SILENCE.toNanos();
            LOG.debugf("Redis did not answer: %s", e);
            return Optional.empty();
        }
    }

    private static String owner(ShowId show) {
        return "show:" + show;
    }

    private static String tokenKey(String owner) {
        return owner + ":token";
    }

    private static String pageKey(String owner, String kind, String token) {
        return owner + ":" + kind + ":" + token;
    }
}
