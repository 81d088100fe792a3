package io.boxoffice.booking.adapter.out.metrics;

import io.boxoffice.booking.application.LaneLimits;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.Transition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Counts how long requests wait for their group, how large the groups are, and what came of the requests. */
@ApplicationScoped
class MicrometerLaneMonitor implements LaneMonitor {

    private final Timer waits;
    private final DistributionSummary groups;
    private final Map<Class<?>, Counter> claims;
    private final Map<Change, Counter> changes;

    MicrometerLaneMonitor(MeterRegistry metrics) {
        this.waits = Timer.builder("boxoffice.lane.wait")
                .description("How long requests waited for their group")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        this.groups = DistributionSummary.builder("boxoffice.lane.group")
                .description("How many requests were worked on together")
                .register(metrics);
        this.claims = Arrays.stream(ClaimOutcome.class.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(
                        outcome -> outcome,
                        outcome -> Counter.builder("boxoffice.claims")
                                .description("Requests for places, answered at once or later, by what came of them")
                                .tag("outcome", words(outcome.getSimpleName()))
                                .register(metrics)));
        this.changes = Arrays.stream(Change.values())
                .collect(Collectors.toUnmodifiableMap(
                        change -> change,
                        change -> Counter.builder("boxoffice.changes")
                                .description("What their customers did with bookings")
                                .tag("change", change.name().toLowerCase(Locale.ROOT))
                                .register(metrics)));
    }

    /** What somebody may do with a booking. */
    private enum Change {
        CONFIRMED,
        CANCELLED,
        RELEASED,
        EXTENDED,
        REFUSED
    }

    @Override
    public void waited(Duration time) {
        waits.record(time);
    }

    @Override
    public void group(int size) {
        groups.record(size);
    }

    @Override
    public void claimed(ClaimOutcome outcome) {
        Objects.requireNonNull(claims.get(outcome.getClass())).increment();
    }

    @Override
    public void changed(Transition transition) {
        switch (transition) {
            case Transition.Changed(Booking after, var seats, var events) -> count(change(after.state()));
            case Transition.Unchanged again -> {}
            case Transition.Refused refused -> count(Change.REFUSED);
        }
    }

    private static Change change(BookingState after) {
        return switch (after) {
            case Pending pending -> Change.EXTENDED;
            case Confirmed confirmed -> Change.CONFIRMED;
            case Failed failed -> Change.RELEASED;
            case Cancelled cancelled -> Change.CANCELLED;
        };
    }

    private void count(Change change) {
        Objects.requireNonNull(changes.get(change)).increment();
    }

    /** A type's name as metrics write it. */
    private static String words(String name) {
        return name.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
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

        /** Whether a group is of one show only; for Citus, which refuses a claim of several. */
        @WithDefault("false")
        boolean oneShowGroups();
    }

    @Produces
    @Dependent
    LaneLimits limits(LaneSettings settings) {
        return new LaneLimits(
                settings.count(), settings.group(), settings.queue(), settings.maxWait(), settings.oneShowGroups());
    }
}
