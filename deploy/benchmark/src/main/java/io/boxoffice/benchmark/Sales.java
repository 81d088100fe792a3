package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;

/** A hold and its confirmation, with the event in the outbox. */
final class Sales implements Row {

    private static final String BASELINE = "two single statements";

    @Override
    public void measure(Bench bench) {
        Contest contest = bench.contest()
                .way(Bench.SERVICE, seed -> sales(bench, seed))
                .way(BASELINE, seed -> bench.baseline(Design.SALE, seed))
                .run(bench.effort().fewRounds());
        Results results = bench.results();
        results.add(contest.figure("sales", "sales/s", Bench.SERVICE, run -> run.rate(Bench.OK)));
        results.add(
                contest.figure("sales, two single statements", "sales/s", BASELINE, run -> run.rate(Baseline.GRANTED)));
        results.add(contest.ratio(
                        "sales / two single statements",
                        Bench.SERVICE,
                        run -> run.rate(Bench.OK),
                        BASELINE,
                        run -> run.rate(Baseline.GRANTED))
                .atLeast(0.8, 1.5));
        results.plot(contest.curves("sales-latency", "Latency of a call while seats are sold"));
        contest.reportCpu("sales", results);
    }

    /** Each customer holds and pays, for one slice. */
    static Measured sales(Bench bench, long seed) {
        return Load.closed(
                bench.stage().service(),
                bench.connections(),
                bench.effort().slice(),
                i -> bench.holding(i, seed, bench.fresh(), true));
    }
}
