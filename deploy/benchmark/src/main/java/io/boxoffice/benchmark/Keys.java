package io.boxoffice.benchmark;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** What an Idempotency-Key costs: each hold with a key of its own, against holds without. */
final class Keys implements Row {

    private static final String WITH = "with a key";
    private static final String PLAIN = "without";

    @Override
    public void measure(Bench bench) {
        Contest contest = bench.contest()
                .way(WITH, seed -> withKeys(bench, seed))
                .way(PLAIN, bench::holds)
                .run(bench.effort().fewRounds());
        ToDoubleFunction<Measured> granted = run -> run.rate(Bench.CREATED);
        bench.results().add(contest.figure("holds with a key", "holds/s", WITH, granted));
        bench.results().add(contest.ratio("holds with a key / without", WITH, PLAIN, granted));
        contest.reportCpu("idempotency keys", bench.results());
    }

    private static Measured withKeys(Bench bench, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return bench.asking(
                bench.effort().slice(),
                seed,
                bench.fresh(),
                (requests, want) -> requests.hold(want.showId(), want.seats(), Long.toString(random.nextLong())));
    }
}
