package io.boxoffice.kernel.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Counts durations by the limits that our objectives name, so that an alert can tell how many were too long. Few limits:
 * each is one more series for every route.
 */
final class ObjectiveBuckets implements MeterFilter {

    private static final Map<String, List<Duration>> LIMITS = Map.of(
            "http.server.requests",
                    List.of(
                            Duration.ofMillis(25),
                            Duration.ofMillis(100),
                            Duration.ofMillis(250),
                            Duration.ofSeconds(1)),
            "boxoffice.mail.age", List.of(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(600)));

    @Produces
    @Singleton
    static MeterFilter filter() {
        return new ObjectiveBuckets();
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        List<Duration> limits = LIMITS.get(id.getName());
        if (limits == null) {
            return config;
        }
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(
                        limits.stream().mapToDouble(Duration::toNanos).toArray())
                .build()
                .merge(config);
    }
}
