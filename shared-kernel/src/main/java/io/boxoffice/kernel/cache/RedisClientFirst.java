package io.boxoffice.kernel.cache;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Makes the Redis client before schedules and timers run beside the start. Quarkus makes it without a lock: when two
 * threads want it first, the service does not start.
 */
@ApplicationScoped
class RedisClientFirst {

    private static final int BEFORE_THE_SCHEDULER = Interceptor.Priority.PLATFORM_BEFORE - 1;

    void make(@Observes @Priority(BEFORE_THE_SCHEDULER) StartupEvent startup, ReactiveRedisDataSource redis) {
        redis.getRedis();
    }
}
