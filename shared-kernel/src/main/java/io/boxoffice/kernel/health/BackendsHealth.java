package io.boxoffice.kernel.health;

import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells the truth about the backends a service can live without for a while. They never make it DOWN: a restart would
 * not bring them back. (The database has a check of its own, which takes the service out of rotation.)
 */
@Readiness
@ApplicationScoped
public class BackendsHealth implements HealthCheck {

    private final ConfirmedPublisher rabbit;
    private final Instance<RedisDataSource> redis;
    private final OutboxRelay relay;

    BackendsHealth(ConfirmedPublisher rabbit, Instance<RedisDataSource> redis, OutboxRelay relay) {
        this.rabbit = rabbit;
        this.redis = redis;
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("backends")
                .up()
                .withData("rabbitmq", word(rabbit.isConnected()))
                .withData("outboxAgeSeconds", Math.round(relay.ageSeconds()));
        if (redis.isResolvable()) {
            health.withData("redis", word(redisAnswers()));
        }
        return health.build();
    }

    private boolean redisAnswers() {
        try {
            return redis.get().execute("PING") != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
