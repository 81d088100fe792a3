package io.boxoffice.kernel.limit;

import io.boxoffice.kernel.limit.SharedBuckets.Standing;

/**
 * A token bucket as one number, the moment at which it is full again (the generic cell rate algorithm of ATM networks,
 * ITU-T I.371). Times are microseconds of this process' own clock.
 */
final class Bucket {

    private static final long MICROS = 1_000_000;

    private final String key;
    private final Quota quota;
    private long fullAt;
    private long unshared;
    private boolean waiting;

    /** A full one. */
    Bucket(String key, Quota quota, long now) {
        this.key = key;
        this.quota = quota;
        this.fullAt = now;
    }

    String key() {
        return key;
    }

    Quota quota() {
        return quota;
    }

    synchronized Standing take(long tokens, long now) {
        long cost = quota.fillingMicros(tokens);
        long debt = Math.max(0, fullAt - now);
        long tooMuch = debt + cost - quota.windowMicros();
        if (tooMuch > 0) {
            return new Standing(false, remaining(debt), seconds(debt), Math.max(1, seconds(tooMuch)));
        }
        fullAt = now + debt + cost;
        unshared += cost;
        return new Standing(true, remaining(debt + cost), seconds(debt + cost), 0);
    }

    synchronized void giveBack(long tokens) {
        long cost = quota.fillingMicros(tokens);
        fullAt -= cost;
        unshared -= cost;
    }

    /** Whether the bucket is the first to ask that others be told. */
    synchronized boolean startWaiting() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    /** Nobody could be told of it; whoever takes from it next asks again. */
    synchronized void stopWaiting() {
        waiting = false;
    }

    /** What others have not been told yet, who are told now; what has filled up again meanwhile is nobody's business. */
    synchronized long shareNow(long now) {
        long told = Math.min(unshared, Math.max(0, fullAt - now));
        unshared = 0;
        waiting = false;
        return told;
    }

    /**
     * What all together have taken, as they were told; what was taken here since then comes on top. A Redis that has
     * forgotten everything is not believed.
     */
    synchronized void learn(long debtOfAll, long now) {
        fullAt = Math.max(fullAt, now + debtOfAll + unshared);
    }

    private long remaining(long debt) {
        return Math.max(0, (quota.windowMicros() - debt) * quota.count() / quota.windowMicros());
    }

    private static long seconds(long micros) {
        return (micros + MICROS - 1) / MICROS;
    }
}
