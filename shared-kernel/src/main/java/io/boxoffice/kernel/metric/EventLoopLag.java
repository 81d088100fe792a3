package io.boxoffice.kernel.metric;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures how long something that is given to an event loop waits until it is done; every request waits as long. */
@ApplicationScoped
public class EventLoopLag {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final EventLoopGroup loops;
    private final Timer lag;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("event-loop-lag").factory());

    EventLoopLag(@MainEventLoopGroup EventLoopGroup loops, MeterRegistry metrics) {
        this.loops = loops;
        this.lag = Timer.builder("boxoffice.event.loop.lag")
                .description("How long something given to an event loop waited")
                .register(metrics);
    }

    void start(@Observes StartupEvent startup) {
        var unused = clock.scheduleAtFixedRate(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        clock.shutdown();
    }

    private void look() {
        for (EventExecutor loop : loops) {
            long given = System.nanoTime();
            loop.execute(() -> lag.record(System.nanoTime() - given, TimeUnit.NANOSECONDS));
        }
    }
}
