package io.boxoffice.expiry.adapter.out.cache;

import io.boxoffice.expiry.application.port.ShowPages;
import io.boxoffice.kernel.cache.ShowCaches;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** The pages of shows in Redis. */
@ApplicationScoped
class RedisShowPages implements ShowPages {

    private final ShowCaches caches;

    RedisShowPages(ShowCaches caches) {
        this.caches = caches;
    }

    @Override
    public void drop(ShowId show) {
        caches.drop(show);
    }
}
