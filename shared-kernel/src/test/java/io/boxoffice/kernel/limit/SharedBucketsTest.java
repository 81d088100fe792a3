package io.boxoffice.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.limit.SharedBuckets.Standing;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Fixed;
import io.boxoffice.kernel.support.Wire;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SharedBucketsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis CLIENT = Redis.createClient(VERTX, Backends.redisUrl());
    private static final Quota TEN = new Quota(10, Duration.ofSeconds(100));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
        here.take(key, TEN, 10);
        there.take(key, TEN, 10);
        share(here);
        share(there);

        micros.addAndGet(99_000_000);
        assertThat(granted(there, 1)).isFalse();
        micros.addAndGet(11_500_000);
        assertThat(granted(there, 1)).isTrue();
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
        URI address = URI.create(Backends.redisUrl());
        try (Wire wire = new Wire(address.getHost(), address.getPort())) {
            Redis client = Redis.createClient(
                    VERTX,
                    "redis://" + address.getUserInfo() + "@" + wire.host() + ":" + wire.port() + address.getPath());
            SharedBuckets silent = buckets(client);
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

        assertThat(source(CLIENT)
                        .execute("PTTL", "{limits}:" + key)
                        .await()
                        .atMost(PATIENCE)
                        .toLong())
                .isBetween(-2L, 1_000L);
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

    private SharedBuckets buckets(Redis client) {
        return new SharedBuckets(new Fixed<>(source(client)), micros::get);
    }

    private static ReactiveRedisDataSource source(Redis client) {
        return new ReactiveRedisDataSourceImpl(VERTX, client, RedisAPI.api(client));
    }
}
