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
 * Token buckets that all instances share through Redis. {@link #take} waits for nobody: each instance decides by its own
 * copy at once, and tells the others a moment later what was taken, many buckets in one message; the answer tells what
 * everybody took. So each instance may overdraw a bucket once before it hears of the others, which is made up for before
 * they grant again. {@link #takeExactly} asks Redis first. Without Redis each instance has buckets of its own.
 */
@ApplicationScoped
public class SharedBuckets {

    private static final Logger LOG = Logger.getLogger(SharedBuckets.class);
    private static final long MOST_BUCKETS = 100_000;
    private static final int MOST_IN_A_MESSAGE = 1_000;

    /** So many may wait to be told of; others wait until they are taken from again. */
    static final int MOST_UNTOLD = 10_000;

    /** How long an answer may take. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** How long Redis is left alone after it has not answered. */
    private static final long SILENCE_MICROS = 1_000_000;

    /** All keys in one slot of a cluster, so that one script may write them. */
    private static final String PREFIX = "{limits}:";

    /**
     * By Redis' own clock, in microseconds: adds to each bucket what its instance took meanwhile, then what it asks for, if
     * that is there. Says what is taken in all, and whether that was. An instance also says what it took by itself, so that
     * a Redis that has forgotten everything, or was away, knows as much as each of them.
     */
    private static final String TAKE = """
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            local answers = {}
            for i, key in ipairs(KEYS) do
              local function said(n) return tonumber(ARGV[4 * (i - 1) + n]) end
              local told, own, cost, window = said(1), said(2), said(3), said(4)
              local full = math.max(tonumber(redis.call('GET', key) or now), now) + told
              full = math.max(full, now + own)
              local taken = full + cost <= now + window
              if taken then
                full = full + cost
              end
              if full > now then
                redis.call('SET', key, string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
              else
                redis.call('DEL', key)
              end
              answers[2 * i - 1] = taken and 1 or 0
              answers[2 * i] = full - now
            end
            return answers
            """;

    private final Instance<ReactiveRedisDataSource> redis;
    private final LongSupplier micros;
    private final Duration patience;
    private final LoadingCache<Name, Bucket> buckets;
    private final BlockingQueue<Bucket> untold = new LinkedBlockingQueue<>(MOST_UNTOLD);
    private volatile boolean telling;
    private volatile boolean answering = true;
    private volatile long tellAgainAt;
    private long timer;

    @Inject
    SharedBuckets(Instance<ReactiveRedisDataSource> redis) {
        this(redis, () -> System.nanoTime() / 1_000, PATIENCE);
    }

    /** Buckets by another clock, in microseconds. */
    public SharedBuckets(Instance<ReactiveRedisDataSource> redis, LongSupplier micros, Duration patience) {
        this.redis = redis;
        this.micros = micros;
        this.patience = patience;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .build(name -> new Bucket(name.key(), name.quota(), micros.getAsLong()));
        this.tellAgainAt = micros.getAsLong();
    }

    private record Name(String key, Quota quota) {}

    /** What Redis is asked for; it may be nothing, when it is only told. */
    private record Question(Bucket bucket, long cost) {}

    /** So many tokens of a bucket. */
    public record Wish(String key, Quota quota, long tokens) {}

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
        Bucket bucket = bucket(key, quota);
        Standing standing = bucket.take(quota.fillingMicros(tokens), micros.getAsLong());
        if (standing.granted()) {
            tellSoon(bucket);
        }
        return standing;
    }

    /**
     * Takes so many tokens, or none, for each wish in turn, and never more than there are for all instances together: asks
     * Redis, once for all wishes, and waits for it. Whom Redis has just refused is refused without asking. When Redis has
     * not answered, this instance decides alone until it does again.
     */
    public List<Standing> takeExactly(List<Wish> wishes) {
        List<Question> questions = wishes.stream()
                .map(wish -> new Question(
                        bucket(wish.key(), wish.quota()), wish.quota().fillingMicros(wish.tokens())))
                .toList();
        long now = micros.getAsLong();
        if (!answering || questions.stream().allMatch(q -> q.bucket().hasJustRefused(q.cost(), now))) {
            return takeHere(questions);
        }
        try {
            return ask(questions).await().indefinitely();
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
            List<Standing> standings = takeHere(questions);
            // a Redis that wakes up takes it by itself, and must not be told again
            questions.forEach(q -> q.bucket().shareNow(now));
            return standings;
        }
    }

    private List<Standing> takeHere(List<Question> questions) {
        return questions.stream()
                .map(q -> {
                    Standing standing = q.bucket().take(q.cost(), micros.getAsLong());
                    tellSoon(q.bucket());
                    return standing;
                })
                .toList();
    }

    /** Puts back tokens that were taken and not used. */
    public void giveBack(String key, Quota quota, long tokens) {
        Bucket bucket = bucket(key, quota);
        bucket.giveBack(quota.fillingMicros(tokens));
        tellSoon(bucket);
    }

    private Bucket bucket(String key, Quota quota) {
        return buckets.get(new Name(key, quota));
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

    /** Tells the others and learns from them. What cannot be told now, only this instance knows. */
    Uni<Void> share() {
        List<Bucket> told = new ArrayList<>();
        untold.drainTo(told, MOST_IN_A_MESSAGE);
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        telling = true;
        told.forEach(Bucket::stopWaiting);
        return ask(told.stream().map(bucket -> new Question(bucket, 0)).toList())
                .onTermination()
                .invoke(() -> telling = false)
                .replaceWithVoid();
    }

    private Uni<List<Standing>> ask(List<Question> questions) {
        return Uni.createFrom()
                .deferred(() -> redis.get().execute("EVAL", message(questions, micros.getAsLong())))
                .ifNoItem()
                .after(patience)
                .fail()
                .map(answers -> learn(questions, answers))
                .invoke(() -> answering = true)
                .onFailure()
                .invoke(e -> {
                    answering = false;
                    tellAgainAt = micros.getAsLong() + SILENCE_MICROS;
                });
    }

    private static String[] message(List<Question> questions, long now) {
        List<String> words = new ArrayList<>(5 * questions.size() + 2);
        words.add(TAKE);
        words.add(Integer.toString(questions.size()));
        questions.forEach(question -> words.add(PREFIX + question.bucket().key()));
        for (Question question : questions) {
            Bucket bucket = question.bucket();
            words.add(Long.toString(bucket.shareNow(now)));
            words.add(Long.toString(bucket.own(now)));
            words.add(Long.toString(question.cost()));
            words.add(Long.toString(bucket.quota().windowMicros()));
        }
        return words.toArray(String[]::new);
    }

    private List<Standing> learn(List<Question> questions, Response answers) {
        long now = micros.getAsLong();
        List<Standing> standings = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            boolean taken = answers.get(2 * i).toInteger() == 1;
            long debt = answers.get(2 * i + 1).toLong();
            standings.add(question.bucket().learn(taken, question.cost(), debt, now));
        }
        return standings;
    }
}
