package io.boxoffice.kernel.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
    private final EventLoopLag lag = new EventLoopLag(loops, metrics);

    @AfterEach
    void stop() {
        lag.stop(new ShutdownEvent());
        var unused = loops.shutdownGracefully();
    }

    @Test
    void anEventLoopThatIsBlockedIsSeen() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        loops.next().execute(() -> {
            blocked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        blocked.await();

        lag.start(new StartupEvent());

        Timer seen = metrics.get("boxoffice.event.loop.lag").timer();
        // the other loop answers: several looks, of which the blocked one has answered none
        await().until(() -> seen.count() >= 3);
        goOn.countDown();
        await().until(() -> seen.max(TimeUnit.MILLISECONDS) > 500);
        assertThat(seen.count()).isGreaterThanOrEqualTo(6);
    }
}
