package io.boxoffice.booking.adapter.out.cache;

import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.kernel.cache.ShowCaches;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** Keeps seat maps in Redis. */
@ApplicationScoped
class RedisSeatMapCache implements SeatMapCache {

    private static final String KIND = "seats";
    private static final Duration LIFE = Duration.ofSeconds(5);

    private final ShowCaches caches;

    RedisSeatMapCache(ShowCaches caches) {
        this.caches = caches;
    }

    @Override
    public byte[] get(ShowId show, Supplier<byte[]> render) {
        return caches.page(show, KIND, LIFE, render);
    }

    @Override
    public void drop(ShowId show) {
        caches.dropSoon(show);
    }
}
