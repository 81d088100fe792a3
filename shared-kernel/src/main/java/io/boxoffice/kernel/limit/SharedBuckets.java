package io.boxoffice.kernel.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Token buckets that all instances share through Redis. Nobody waits for Redis: each instance decides by its own copy at
 * once, and tells the others a moment later what was taken, many buckets in one message; the answer tells what everybody
 * took. So a bucket may be overdrawn by what the other instances grant within that moment, which it makes up for before it
 * grants again. Without Redis each instance has buckets of its own.
 */
@ApplicationScoped
public class SharedBuckets {

    private static final Logger LOG = Logger.getLogger(SharedBuckets.class);
    private static final long MOST_BUCKETS = 100_000;
    private static final int MOST_IN_A_MESSAGE = 1_000;

    /** So many may wait to be told of; others wait until they are taken from again. */
    static final int MOST_UNTOLD = 10_000;

    /** How long an answer may take; nobody waits for it. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** How long Redis is left alone after it has not answered. */
    private static final long SILENCE_MICROS = 1_000_000;

    /** All keys in one slot of a cluster, so that one script may write them. */
    private static final String PREFIX = "{limits}:";

    /** By Redis' own clock, in microseconds: adds what was taken to each bucket, and says when it is full again. */
    private static final String ADD = """
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            local debts = {}
            for i, key in ipairs(KEYS) do
              local cost, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
              local full = math.max(tonumber(redis.call('GET', key) or now), now) + cost
              local debt = math.max(0, math.min(full - now, 2 * window))
              if debt > 0 then
                redis.call('SET', key, string.format('%.0f', now + debt), 'PX', math.ceil(debt / 1000))
              else
                redis.call('DEL', key)
              end
              debts[i] = debt
            end
            return debts
            """;

    private final Instance<ReactiveRedisDataSource> redis;
    private final LongSupplier micros;
    private final LoadingCache<Name, Bucket> buckets;
    private final BlockingQueue<Bucket> untold = new LinkedBlockingQueue<>(MOST_UNTOLD);
    private volatile boolean telling;
    private volatile long tellAgainAt;
    private long timer;

    @Inject
    SharedBuckets(Instance<ReactiveRedisDataSource> redis) {
        this(redis, () -> System.nanoTime() / 1_000);
    }

    /** Buckets by another clock, in microseconds. */
    public SharedBuckets(Instance<ReactiveRedisDataSource> redis, LongSupplier micros) {
        this.redis = redis;
        this.micros = micros;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .build(name -> new Bucket(name.key(), name.quota(), micros.getAsLong()));
        this.tellAgainAt = micros.getAsLong();
    }

    private record Name(String key, Quota quota) {}

    /**
     * What a bucket said.
     *
     * @param remaining tokens that are left
     * @param fullInSeconds until all of them are back
     * @param retryInSeconds until what was asked for is there, if it was not granted
     */
    public record Standing(boolean granted, long remaining, long fullInSeconds, long retryInSeconds) {}

    void start(
            @Observes StartupEvent startup,
            Vertx vertx,
            @ConfigProperty(name = "boxoffice.limits.share-every", defaultValue = "100ms") Duration every) {
        timer = vertx.setPeriodic(every.toMillis(), tick -> {
            if (!telling && micros.getAsLong() >= tellAgainAt) {
                share().subscribe().with(done -> {}, e -> LOG.debugf("Redis did not answer: %s", e));
            }
        });
    }

    void stop(@Observes Shutdown shutdown, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    /** Takes so many tokens, or none. */
    public Standing take(String key, Quota quota, long tokens) {
        Bucket bucket = buckets.get(new Name(key, quota));
        Standing standing = bucket.take(tokens, micros.getAsLong());
        if (standing.granted()) {
            tellSoon(bucket);
        }
        return standing;
    }

    /** Puts back tokens that were taken and not used. */
    public void giveBack(String key, Quota quota, long tokens) {
        Bucket bucket = buckets.get(new Name(key, quota));
        bucket.giveBack(tokens);
        tellSoon(bucket);
    }

    private void tellSoon(Bucket bucket) {
        if (bucket.startWaiting() && !untold.offer(bucket)) {
            bucket.stopWaiting();
        }
    }

    /** How many buckets wait to be told of. */
    int untold() {
        return untold.size();
    }

    /** Tells the others and learns from them. What cannot be told now is forgotten by all but this instance. */
    Uni<Void> share() {
        List<Bucket> told = new ArrayList<>();
        untold.drainTo(told, MOST_IN_A_MESSAGE);
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        telling = true;
        return Uni.createFrom()
                .deferred(() -> redis.get().execute("EVAL", message(told, micros.getAsLong())))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(debts -> learn(told, debts))
                .onFailure()
                .invoke(e -> tellAgainAt = micros.getAsLong() + SILENCE_MICROS)
                .onTermination()
                .invoke(() -> telling = false)
                .replaceWithVoid();
    }

    private static String[] message(List<Bucket> told, long now) {
        List<String> words = new ArrayList<>(3 * told.size() + 2);
        words.add(ADD);
        words.add(Integer.toString(told.size()));
        told.forEach(bucket -> words.add(PREFIX + bucket.key()));
        for (Bucket bucket : told) {
            words.add(Long.toString(bucket.shareNow(now)));
            words.add(Long.toString(bucket.quota().windowMicros()));
        }
        return words.toArray(String[]::new);
    }

    private void learn(List<Bucket> told, Response debts) {
        long now = micros.getAsLong();
        for (int i = 0; i < told.size(); i++) {
            told.get(i).learn(debts.get(i).toLong(), now);
        }
    }
}
