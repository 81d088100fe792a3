package io.boxoffice.kernel.cache;

import io.boxoffice.kernel.id.ShowId;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What Redis remembers of a show, under a token that every change of the show replaces. A reader takes the token before
 * it reads the database and stores what it made under that token, so that a late writer cannot bring back an old page.
 * Redis is never needed: without it every call here is a miss.
 */
@ApplicationScoped
public class ShowCaches {

    private static final Logger LOG = Logger.getLogger(ShowCaches.class);

    /** Longer than any page lives, so that a forgotten token cannot revive one. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Instance<RedisDataSource> redis;

    ShowCaches(Instance<RedisDataSource> redis) {
        this.redis = redis;
    }

    /** The page of that kind as it stands in the cache, else as it is loaded, which is then kept for {@code life}. */
    public byte[] page(ShowId show, String kind, Duration life, Supplier<byte[]> load) {
        Optional<String> token = ask(() -> token(show));
        Optional<byte[]> cached =
                token.flatMap(t -> ask(() -> redis.get().value(byte[].class).get(pageKey(show, kind, t))));
        if (cached.isPresent()) {
            return cached.get();
        }
        byte[] page = load.get();
        token.ifPresent(t -> ask(() -> {
            redis.get().value(byte[].class).psetex(pageKey(show, kind, t), life.toMillis(), page);
            return page;
        }));
        return page;
    }

    /** Forgets every page of the show. To be called after the commit that changed it. */
    public void drop(ShowId show) {
        ask(() -> {
            String token = UUID.randomUUID().toString();
            redis.get().value(String.class).psetex(tokenKey(show), TOKEN_LIFE.toMillis(), token);
            return token;
        });
    }

    /** Tokens are random and not counted, so that one that Redis has forgotten never comes again with its old pages. */
    private @Nullable String token(ShowId show) {
        ValueCommands<String, String> values = redis.get().value(String.class);
        String token = values.get(tokenKey(show));
        if (token == null) {
            values.set(
                    tokenKey(show),
                    UUID.randomUUID().toString(),
                    new SetArgs().nx().px(TOKEN_LIFE));
            token = values.get(tokenKey(show));
        }
        return token;
    }

    /** As {@link #drop}, without waiting for Redis. */
    public void dropSoon(ShowId show) {
        try {
            redis.get()
                    .getReactive()
                    .value(String.class)
                    .psetex(
                            tokenKey(show),
                            TOKEN_LIFE.toMillis(),
                            UUID.randomUUID().toString())
                    .subscribe()
                    .with(done -> {}, e -> LOG.debugf("Redis did not answer: %s", e));
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
        }
    }

    private static <T> Optional<T> ask(Supplier<@Nullable T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
            return Optional.empty();
        }
    }

    private static String tokenKey(ShowId show) {
        return "show:" + show + ":token";
    }

    private static String pageKey(ShowId show, String kind, String token) {
        return "show:" + show + ":" + kind + ":" + token;
    }
}
