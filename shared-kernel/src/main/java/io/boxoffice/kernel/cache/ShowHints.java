package io.boxoffice.kernel.cache;

import io.boxoffice.kernel.id.ShowId;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells every replica that a show has changed, through Redis. A hint is fast, and may get lost: whoever needs to know
 * must also look now and then.
 */
@ApplicationScoped
public class ShowHints {

    private static final Logger LOG = Logger.getLogger(ShowHints.class);
    private static final String CHANNEL = "changed-shows";

    private final Instance<RedisDataSource> redis;
    private final AtomicBoolean listening = new AtomicBoolean();

    ShowHints(Instance<RedisDataSource> redis) {
        this.redis = redis;
    }

    /** To be called after the commit that changed the show. Does not wait for Redis. */
    public void tell(ShowId show) {
        try {
            redis.get()
                    .getReactive()
                    .pubsub(String.class)
                    .publish(CHANNEL, show.toString())
                    .subscribe()
                    .with(told -> {}, e -> LOG.debugf("Redis did not answer: %s", e));
        } catch (RuntimeException e) {
            LOG.debugf("Redis did not answer: %s", e);
        }
    }

    /** Listens, unless it does. Does not wait for Redis; to be called again and again, because Redis may go away and come back. */
    public void listen(Consumer<ShowId> listener) {
        if (!listening.compareAndSet(false, true)) {
            return;
        }
        try {
            redis.get()
                    .getReactive()
                    .pubsub(String.class)
                    .subscribe(CHANNEL, hint -> listener.accept(ShowId.fromString(hint)), this::deaf, this::deafBecause)
                    .subscribe()
                    .with(hears -> {}, this::deafBecause);
        } catch (RuntimeException e) {
            deafBecause(e);
        }
    }

    private void deafBecause(Throwable e) {
        LOG.debugf("Redis did not answer: %s", e);
        deaf();
    }

    private void deaf() {
        listening.set(false);
    }
}
