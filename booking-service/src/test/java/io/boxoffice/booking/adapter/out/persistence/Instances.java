package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.kernel.limit.SharedBuckets;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.boxoffice.kernel.test.BucketsInRedis;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Instances of the service that share nothing but PostgreSQL and Redis, with the rules that nobody has changed. */
@ApplicationScoped
class Instances {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final Instance<ReactiveRedisDataSource> redis;

    Instances(Database database, Outbox outbox, OutboxRelay relay, Instance<ReactiveRedisDataSource> redis) {
        this.database = database;
        this.outbox = outbox;
        this.relay = relay;
        this.redis = redis;
    }

    /** The rules as they are where nobody changes them, as tests of other things do. */
    static HoldSettings defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(HoldSettings.class)
                .withConverter(Duration.class, 1, new DurationConverter())
                .build()
                .getConfigMapping(HoldSettings.class);
    }

    /** One with such a clock, which does something else first whenever it asks Redis. */
    @SuppressWarnings("unchecked")
    PostgresBookings another(LongSupplier micros, Runnable whileRedisIsAsked) {
        Instance<ReactiveRedisDataSource> asked = (Instance<ReactiveRedisDataSource>) Proxy.newProxyInstance(
                Instance.class.getClassLoader(), new Class<?>[] {Instance.class}, (self, method, args) -> {
                    whileRedisIsAsked.run();
                    return method.invoke(redis, args);
                });
        return new PostgresBookings(database, outbox, relay, defaults(), new SharedBuckets(asked, micros, PATIENCE));
    }

    /** As if so much time had passed in Redis. */
    void letPass(Duration time) {
        BucketsInRedis.letPass(redis.get(), time);
    }
}
