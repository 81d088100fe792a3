package io.boxoffice.booking.adapter.out.metrics;

import io.boxoffice.booking.application.LaneLimits;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;

/** Counts how long requests wait for their group, and how large the groups are. */
@ApplicationScoped
class MicrometerLaneMonitor implements LaneMonitor {

    private final Timer waits;
    private final DistributionSummary groups;

    MicrometerLaneMonitor(MeterRegistry metrics) {
        this.waits = Timer.builder("boxoffice.lane.wait")
                .description("How long requests waited for their group")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        this.groups = DistributionSummary.builder("boxoffice.lane.group")
                .description("How many requests were worked on together")
                .register(metrics);
    }

    @Override
    public void waited(Duration time) {
        waits.record(time);
    }

    @Override
    public void group(int size) {
        groups.record(size);
    }

    /** How requests are grouped. */
    @ConfigMapping(prefix = "boxoffice.lanes")
    interface LaneSettings {

        /** How many groups are worked on side by side. */
        @WithDefault("2")
        int count();

        /** The most requests in one group. */
        @WithDefault("64")
        int group();

        /** The most requests waiting in one lane. */
        @WithDefault("2000")
        int queue();

        /** The longest a request waits before its group starts; then it is refused with 503. */
        @WithDefault("2s")
        Duration maxWait();
    }

    @Produces
    @Dependent
    LaneLimits limits(LaneSettings settings) {
        return new LaneLimits(settings.count(), settings.group(), settings.queue(), settings.maxWait());
    }
}
