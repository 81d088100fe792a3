package io.boxoffice.kernel.limit;

import io.boxoffice.kernel.limit.SharedBuckets.Standing;

/**
 * A token bucket as one number, the moment at which it is full again (the generic cell rate algorithm of ATM networks,
 * ITU-T I.371). Times are microseconds of this process' own clock; what is taken counts as the time in which it fills up
 * again.
 */
final class Bucket {

    private static final long MICROS = 1_000_000;

    /** For so long what Redis said is good enough to refuse by. */
    private static final long FRESH = 100_000;

    private final String key;
    private final Quota quota;

    /** By what all have taken, as far as it is known here. */
    private long fullAt;

    /** By what was taken here, which no Redis needs to remember. */
    private long fullAtOfOwn;

    private long unshared;
    private boolean waiting;
    private long freshUntil;

    /** A full one. */
    Bucket(String key, Quota quota, long now) {
        this.key = key;
        this.quota = quota;
        this.fullAt = now;
        this.fullAtOfOwn = now;
        this.freshUntil = now;
    }

    String key() {
        return key;
    }

    Quota quota() {
        return quota;
    }

    /** Takes it if it is there, by what is known here. */
    synchronized Standing take(long cost, long now) {
        long debt = Math.max(0, fullAt - now);
        if (isTooMuch(debt + cost)) {
            return standing(false, debt, cost);
        }
        fullAt = now + debt + cost;
        fullAtOfOwn = Math.max(fullAtOfOwn, now) + cost;
        unshared += cost;
        return standing(true, debt + cost, cost);
    }

    synchronized void giveBack(long cost) {
        fullAt -= cost;
        fullAtOfOwn -= cost;
        unshared -= cost;
    }

    /** Whether Redis has said a moment ago that so much is not there. */
    synchronized boolean hasJustRefused(long cost, long now) {
        return now < freshUntil && isTooMuch(fullAt - now + cost);
    }

    /** Whether the bucket is the first to ask that others be told. */
    synchronized boolean startWaiting() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    /** Others are told now, or nobody can be: whoever takes from it next asks again. */
    synchronized void stopWaiting() {
        waiting = false;
    }

    /** What others have not been told yet, who are told now; what has filled up again meanwhile is nobody's business. */
    synchronized long shareNow(long now) {
        long told = Math.min(unshared, own(now));
        unshared = 0;
        return told;
    }

    /** What was taken here and has not filled up again. */
    synchronized long own(long now) {
        return Math.max(0, fullAtOfOwn - now);
    }

    /** Redis took it, or did not, and says what all have taken now; what was taken here since it was told comes on top. */
    synchronized Standing learn(boolean taken, long cost, long debtOfAll, long now) {
        if (taken) {
            fullAtOfOwn = Math.max(fullAtOfOwn, now) + cost;
        }
        fullAt = now + debtOfAll + unshared;
        freshUntil = now + FRESH;
        return standing(taken, debtOfAll, cost);
    }

    private boolean isTooMuch(long debt) {
        return debt > quota.windowMicros();
    }

    private Standing standing(boolean granted, long debt, long cost) {
        long tooMuch = debt + cost - quota.windowMicros();
        return new Standing(granted, remaining(debt), seconds(debt), granted ? 0 : Math.max(1, seconds(tooMuch)));
    }

    private long remaining(long debt) {
        return Math.max(0, (quota.windowMicros() - debt) * quota.count() / quota.windowMicros());
    }

    private static long seconds(long micros) {
        return (micros + MICROS - 1) / MICROS;
    }
}
