package io.boxoffice.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.kernel.limit.SharedBuckets.Standing;
import io.boxoffice.kernel.limit.SharedBuckets.Wish;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Fixed;
import io.boxoffice.kernel.support.Wire;
import io.boxoffice.kernel.test.BucketsInRedis;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedBucketsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis CLIENT = Redis.createClient(VERTX, Backends.redisUrl());
    private static final Quota TEN = new Quota(10, Duration.ofSeconds(100));
    private static final Quota SHARE = new Quota(20, Duration.ofMinutes(10));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final String key = "test:" + UUID.randomUUID();
    private final AtomicLong micros = new AtomicLong(1_000_000_000);
    private final SharedBuckets here = buckets(CLIENT);
    private final SharedBuckets there = buckets(CLIENT);

    @AfterAll
    static void close() {
        CLIENT.close();
        VERTX.closeAndAwait();
    }

    @Test
    void a_full_bucket_gives_what_it_has_and_no_more() {
        for (long left = 9; left >= 0; left--) {
            assertThat(here.take(key, TEN, 1)).isEqualTo(new Standing(true, left, 10 * (10 - left), 0));
        }
        assertThat(here.take(key, TEN, 1)).isEqualTo(new Standing(false, 0, 100, 10));
        assertThat(here.take(key + "-other", TEN, 1).granted()).isTrue();
    }

    @Test
    void a_token_is_back_at_its_moment_and_not_before() {
        here.take(key, TEN, 10);

        micros.addAndGet(9_999_999);
        assertThat(here.take(key, TEN, 1)).isEqualTo(new Standing(false, 0, 91, 1));
        micros.addAndGet(1);
        assertThat(granted(here, 1)).isTrue();
        assertThat(granted(here, 1)).isFalse();
    }

    @Test
    void a_bucket_is_never_fuller_than_full() {
        here.take(key, TEN, 1);
        micros.addAndGet(Duration.ofDays(1).toNanos() / 1_000);
        here.giveBack(key, TEN, 1);

        assertThat(granted(here, 11)).isFalse();
        assertThat(granted(here, 10)).isTrue();
    }

    @Test
    void what_was_not_used_is_put_back() {
        here.take(key, TEN, 10);
        here.giveBack(key, TEN, 4);

        assertThat(granted(here, 5)).isFalse();
        assertThat(granted(here, 4)).isTrue();
    }

    @Test
    void instances_have_one_bucket() {
        takeAndShare(here, 6);
        takeAndShare(there, 1);

        assertThat(granted(there, 4)).isFalse();
        assertThat(granted(there, 3)).isTrue();
    }

    @Test
    void what_all_granted_too_much_is_made_up_for() {
        List<SharedBuckets> all = instances(3);
        all.forEach(instance -> instance.take(key, TEN, 10));
        all.forEach(SharedBucketsTest::share);
        SharedBuckets last = all.getLast();

        micros.addAndGet(199_000_000);
        assertThat(granted(last, 1)).isFalse();
        micros.addAndGet(11_500_000);
        assertThat(granted(last, 1)).isTrue();
    }

    /** Each takes what it gets, and then all hear of each other, again and again. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void instances_overdraw_a_bucket_by_a_bucket_each_and_no_more(int count) {
        List<SharedBuckets> all = new ArrayList<>(instances(count));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long taken = 0;
        for (int step = 0; step < 60; step++) {
            Collections.shuffle(all, random);
            for (SharedBuckets instance : all) {
                taken += Stream.generate(() -> instance.take(key, TEN, 1))
                        .takeWhile(Standing::granted)
                        .count();
            }
            all.forEach(SharedBucketsTest::share);
            assertThat(taken).as("seed %s, step %s", seed, step).isBetween(10L * count, 10L * count + 1 + 2L * step);
            pass(Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void what_is_taken_exactly_is_taken_from_one_bucket_by_any_number_of_instances(int count) {
        List<SharedBuckets> all = instances(count);

        assertThat(grantedOneAfterTheOther(all, 20)).isEqualTo(1);
        pass(Duration.ofSeconds(580));
        assertThat(grantedOneAfterTheOther(all, 19))
                .as("also by those that have not heard of the others for ten minutes")
                .isEqualTo(1);
        assertThat(grantedOneAfterTheOther(all, 1)).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(grantedOneAfterTheOther(all.reversed(), 1)).isEqualTo(1);
    }

    @Test
    void instances_that_ask_at_the_same_moment_get_no_more_than_there_is() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Callable<Long>> takers = instances(10).stream()
                    .<Callable<Long>>map(instance -> () -> IntStream.range(0, 10)
                            .filter(i -> exactly(instance, 1).granted())
                            .count())
                    .toList();
            long granted = 0;
            for (Future<Long> taker : threads.invokeAll(takers)) {
                granted += taker.get();
            }
            assertThat(granted).isEqualTo(20);
        }
    }

    @Test
    void many_wishes_are_one_question_and_each_is_granted_as_a_whole() {
        assertThat(here.takeExactly(List.of(
                        new Wish(key, SHARE, 12),
                        new Wish(key, SHARE, 12),
                        new Wish(key + "-other", TEN, 1),
                        new Wish(key, SHARE, 8))))
                .containsExactly(
                        new Standing(true, 8, 360, 0),
                        new Standing(false, 8, 360, 120),
                        new Standing(true, 9, 10, 0),
                        new Standing(true, 0, 600, 0));
    }

    @Test
    void what_was_taken_exactly_and_put_back_is_there_at_once_here_and_soon_elsewhere() {
        assertThat(exactly(here, 20).granted()).isTrue();
        here.giveBack(key, SHARE, 20);
        assertThat(exactly(here, 20).granted()).isTrue();
        assertThat(exactly(there, 20).granted()).isFalse();

        here.giveBack(key, SHARE, 20);
        share(here);
        assertThat(exactly(there, 20).granted())
                .as("nobody asks again for what was just refused")
                .isFalse();
        micros.addAndGet(100_000);
        assertThat(exactly(there, 20).granted()).isTrue();
    }

    @Test
    void who_once_waited_in_vain_does_not_ask_until_redis_answers_again() throws IOException {
        try (Wire wire = wire()) {
            Redis client = through(wire);
            SharedBuckets alone = buckets(client, SHORT);
            assertThat(exactly(there, 10).granted()).isTrue();
            assertThat(exactly(alone, 4).granted()).isTrue();
            wire.freeze(true);
            assertThat(exactly(alone, 7).granted()).isFalse();
            assertThat(exactly(alone, 1).granted()).isTrue();
            wire.freeze(false);
            assertThat(exactly(there, 5).granted()).isTrue();

            assertThat(exactly(alone, 1).granted()).as("by what it knows").isTrue();
            share(alone);
            assertThat(exactly(alone, 1).granted()).isFalse();
            client.close();
        }
    }

    @Test
    void what_a_frozen_redis_was_asked_for_counts_once() throws IOException {
        try (Wire wire = wire()) {
            Redis client = through(wire);
            SharedBuckets asking = buckets(client, SHORT);
            assertThat(exactly(asking, 4).granted()).isTrue();
            wire.freeze(true);
            assertThat(exactly(asking, 4).granted()).isTrue();
            wire.freeze(false);
            await().atMost(PATIENCE).until(() -> millisUntilFull() > 200_000);
            share(asking);

            assertThat(exactly(asking, 13).granted()).isFalse();
            assertThat(exactly(asking, 12).granted()).isTrue();
            client.close();
        }
    }

    @Test
    void a_redis_that_has_forgotten_everything_is_told_what_each_has_taken() {
        assertThat(exactly(here, 8).granted()).isTrue();
        assertThat(exactly(there, 12).granted()).isTrue();
        source(CLIENT).execute("DEL", "{limits}:" + key).await().atMost(PATIENCE);
        micros.addAndGet(100_000);

        assertThat(exactly(there, 9).granted()).isFalse();
        assertThat(exactly(there, 8).granted()).isTrue();
        assertThat(exactly(here, 1).granted()).isFalse();
    }

    @Test
    void a_redis_that_has_forgotten_everything_gives_nothing_back() {
        takeAndShare(here, 10);
        source(CLIENT).execute("DEL", "{limits}:" + key).await().atMost(PATIENCE);
        micros.addAndGet(10_000_000);
        takeAndShare(here, 1);

        assertThat(granted(here, 1)).isFalse();
    }

    @Test
    void a_redis_that_does_not_answer_costs_nobody_anything() throws IOException {
        try (Wire wire = wire()) {
            Redis client = through(wire);
            SharedBuckets silent = buckets(client, SHORT);
            takeAndShare(silent, 1);
            wire.silence();

            assertThat(silent.take(key, TEN, 1)).isEqualTo(new Standing(true, 8, 20, 0));
            assertThatThrownBy(() -> share(silent)).isNotNull();
            assertThat(Stream.generate(() -> silent.take(key, TEN, 1)).limit(10).filter(Standing::granted))
                    .hasSize(8);
            client.close();
        }
    }

    /** Somebody has taken at the highest rate for an hour without Redis, and one token lately. */
    @Test
    void what_has_filled_up_again_is_not_told_any_more() {
        for (int i = 0; i < 360; i++) {
            assertThat(granted(here, 1)).isTrue();
            micros.addAndGet(10_000_000);
        }
        takeAndShare(here, 1);
        takeAndShare(there, 1);

        assertThat(granted(there, 8)).isTrue();
        assertThat(granted(there, 1)).isFalse();
    }

    @Test
    void what_nobody_can_be_told_of_is_bounded_and_told_later() {
        for (int i = 0; i < SharedBuckets.MOST_UNTOLD; i++) {
            here.take(key + "-" + i, TEN, 1);
        }
        here.take(key, TEN, 5);
        assertThat(here.untold()).isEqualTo(SharedBuckets.MOST_UNTOLD);
        while (here.untold() > 0) {
            share(here);
        }
        takeAndShare(here, 1);
        takeAndShare(there, 1);

        assertThat(granted(there, 4)).isFalse();
        assertThat(granted(there, 3)).isTrue();
    }

    @Test
    void a_clock_that_begins_before_zero_is_as_good() {
        micros.set(-1_000_000_000);

        assertThat(granted(here, 10)).isTrue();
        assertThat(granted(here, 1)).isFalse();
    }

    @Test
    void redis_forgets_a_bucket_that_is_full_again() {
        Quota quick = new Quota(10, Duration.ofSeconds(1));
        here.take(key, quick, 10);
        share(here);

        assertThat(millisUntilFull()).isBetween(-2L, 1_000L);
    }

    private boolean granted(SharedBuckets buckets, long tokens) {
        return buckets.take(key, TEN, tokens).granted();
    }

    private void takeAndShare(SharedBuckets buckets, long tokens) {
        buckets.take(key, TEN, tokens);
        share(buckets);
    }

    private static void share(SharedBuckets buckets) {
        buckets.share().await().atMost(PATIENCE);
    }

    private void pass(Duration time) {
        micros.addAndGet(time.toNanos() / 1_000);
        BucketsInRedis.letPass(source(CLIENT), time);
    }

    /** By what Redis knows. */
    private long millisUntilFull() {
        return source(CLIENT)
                .execute("PTTL", "{limits}:" + key)
                .await()
                .atMost(PATIENCE)
                .toLong();
    }

    private Standing exactly(SharedBuckets instance, long tokens) {
        return instance.takeExactly(List.of(new Wish(key, SHARE, tokens))).getFirst();
    }

    private long grantedOneAfterTheOther(List<SharedBuckets> instances, long tokens) {
        return instances.stream()
                .filter(instance -> exactly(instance, tokens).granted())
                .count();
    }

    private List<SharedBuckets> instances(int count) {
        return Stream.generate(() -> buckets(CLIENT)).limit(count).toList();
    }

    private SharedBuckets buckets(Redis client) {
        return buckets(client, PATIENCE);
    }

    private SharedBuckets buckets(Redis client, Duration patience) {
        return new SharedBuckets(new Fixed<>(source(client)), micros::get, patience);
    }

    private static Wire wire() throws IOException {
        URI address = URI.create(Backends.redisUrl());
        return new Wire(address.getHost(), address.getPort());
    }

    private static Redis through(Wire wire) {
        URI address = URI.create(Backends.redisUrl());
        return Redis.createClient(
                VERTX, "redis://" + address.getUserInfo() + "@" + wire.host() + ":" + wire.port() + address.getPath());
    }

    private static ReactiveRedisDataSource source(Redis client) {
        return new ReactiveRedisDataSourceImpl(VERTX, client, RedisAPI.api(client));
    }
}
