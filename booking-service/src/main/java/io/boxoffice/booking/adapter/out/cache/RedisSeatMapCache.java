package io.boxoffice.booking.adapter.out.cache;

import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.kernel.cache.ShowCaches;
import io.boxoffice.kernel.cache.ShowHints;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Keeps seat maps in Redis, and tells every replica of a map that is old. */
@ApplicationScoped
class RedisSeatMapCache implements SeatMapCache {

    private static final String KIND = "seats";
    private static final Duration LIFE = Duration.ofSeconds(5);

    private final ShowCaches caches;
    private final ShowHints hints;
    private final Executor executor =
            task -> Thread.ofVirtual().name("seat-map").start(task);

    RedisSeatMapCache(ShowCaches caches, ShowHints hints) {
        this.caches = caches;
        this.hints = hints;
    }

    @Override
    public CompletionStage<byte[]> get(ShowId show, Supplier<byte[]> render) {
        return caches.pageSoon(show, KIND, LIFE, render, executor);
    }

    @Override
    public void drop(ShowId show) {
        caches.dropSoon(show);
        hints.tell(show);
    }
}
