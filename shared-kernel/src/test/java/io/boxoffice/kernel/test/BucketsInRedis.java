package io.boxoffice.kernel.test;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import java.time.Duration;

/** The token buckets that instances share, in Redis, whose clock no test can move. */
public final class BucketsInRedis {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String EARLIER = """
            for _, key in ipairs(redis.call('KEYS', '{limits}:*')) do
              redis.call('DECRBY', key, ARGV[1])
            end
            """;

    /** As if so much time had passed: whatever is full again at a moment is full so much earlier. */
    public static void letPass(ReactiveRedisDataSource redis, Duration time) {
        redis.execute("EVAL", EARLIER, "0", Long.toString(time.toNanos() / 1_000))
                .await()
                .atMost(PATIENCE);
    }

    private BucketsInRedis() {}
}
