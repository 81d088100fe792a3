package io.boxoffice.kernel.metric;

import io.agroal.api.AgroalPoolInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long database connections are kept out of their pool, by OpenTelemetry's name; how long callers wait for
 * one, the pool measures itself.
 */
@Singleton
class ConnectionUse implements AgroalPoolInterceptor {

    private final Map<Connection, Long> takenNanos = new ConcurrentHashMap<>();
    private final Timer useTime;

    @Inject
    ConnectionUse(MeterRegistry metrics) {
        this("default", metrics);
    }

    private ConnectionUse(String datasource, MeterRegistry metrics) {
        this.useTime = Timer.builder("db.client.connection.use_time")
                .description("How long a connection was out of its pool")
                .tag("datasource", datasource)
                .register(metrics);
    }

    /** The second pool of those services that may read from a replica. */
    @Singleton
    @DataSource("replica")
    static final class OfReplica extends ConnectionUse {

        OfReplica(MeterRegistry metrics) {
            super("replica", metrics);
        }
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        takenNanos.put(itself(connection), System.nanoTime());
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        Long since = takenNanos.remove(itself(connection));
        if (since != null) {
            useTime.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        takenNanos.remove(itself(connection));
    }

    /** The pool shows a new wrapper each time. */
    private static Connection itself(Connection wrapper) {
        try {
            return wrapper.unwrap(Connection.class);
        } catch (SQLException e) {
            return wrapper;
        }
    }
}
