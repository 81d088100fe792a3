package io.boxoffice.kernel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the failed rounds of work that is done again and again: the next round comes anyway, so nobody else is told. Make it
 * when the service starts: the first failure is an increase only of a counter that was there before.
 */
public final class FailedRounds {

    private final Counter failed;

    /** @param work the use case of a round, as {@code expire-due} */
    public FailedRounds(MeterRegistry metrics, String work) {
        this.failed = Counter.builder("boxoffice.rounds.failed")
                .description("Rounds of repeated work that failed; the next one tries again")
                .tag("work", work)
                .register(metrics);
    }

    public void count() {
        failed.increment();
    }

    /** Does a round, and counts it if it fails; whoever calls is told, too. */
    public void countIn(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            count();
            throw e;
        }
    }
}
