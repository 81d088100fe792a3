package io.boxoffice.notification.adapter.out.mail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets everybody through one after the other, at even intervals, however many come at once. */
final class Pace {

    private final long intervalNanos;
    private long nextNanos = System.nanoTime();

    /** A pace of so many a second; 0 is no limit. */
    Pace(int perSecond) {
        this.intervalNanos = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Waits until it is the caller's turn. */
    void await() {
        long wait = reserve() - System.nanoTime();
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long reserve() {
        long turn = Math.max(nextNanos, System.nanoTime());
        nextNanos = turn + intervalNanos;
        return turn;
    }
}
