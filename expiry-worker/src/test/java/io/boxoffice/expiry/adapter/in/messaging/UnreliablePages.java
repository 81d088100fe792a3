package io.boxoffice.expiry.adapter.in.messaging;

import io.boxoffice.expiry.application.port.ShowPages;
import io.boxoffice.kernel.id.ShowId;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Fails for some shows as often as a test wants, or takes as long, and is the real thing for all others. */
@Decorator
@Priority(1)
class UnreliablePages implements ShowPages {

    /** Failures to come. */
    static final Map<ShowId, Integer> FAILURES = new ConcurrentHashMap<>();

    /** Shows whose pages take so long. */
    static final Map<ShowId, CompletableFuture<Void>> SLOW = new ConcurrentHashMap<>();

    /** Calls so far. */
    static final Map<ShowId, Integer> CALLS = new ConcurrentHashMap<>();

    private final ShowPages pages;

    @Inject
    UnreliablePages(@Delegate ShowPages pages) {
        this.pages = pages;
    }

    @Override
    public void drop(ShowId show) {
        CALLS.merge(show, 1, Integer::sum);
        SLOW.getOrDefault(show, CompletableFuture.completedFuture(null)).join();
        if (FAILURES.merge(show, -1, Integer::sum) >= 0) {
            throw new IllegalStateException("not this time");
        }
        pages.drop(show);
    }
}
