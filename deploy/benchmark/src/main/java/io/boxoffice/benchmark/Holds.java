package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;
import java.util.function.ToDoubleFunction;

/** Holds of two named seats as fast as they go, against both baselines; straight and through the gateway. */
final class Holds implements Row {

    private static final String GATEWAY = "gateway";

    @Override
    public void measure(Bench bench) {
        Results results = bench.results();
        Contest contest = bench.contest()
                .way(Bench.SERVICE, bench::holds)
                .way(Bench.SINGLE, seed -> bench.baseline(Design.SINGLE, seed))
                .way(Bench.USUAL, seed -> bench.baseline(Design.USUAL, seed))
                .way(
                        GATEWAY,
                        seed -> bench.holds(
                                bench.stage().gateway(),
                                bench.connections(),
                                bench.effort().slice(),
                                seed))
                .run(bench.effort().rounds());
        ToDoubleFunction<Measured> granted = run -> run.rate(Bench.CREATED);
        Figure holds = contest.figure("holds", "holds/s", Bench.SERVICE, granted);
        bench.peak(holds.value());
        results.add(holds);
        results.add(contest.figure("holds through the gateway", "holds/s", GATEWAY, granted));
        results.add(contest.figure("holds, single statement (b)", "holds/s", Bench.SINGLE, granted));
        results.add(contest.figure("holds, usual design (a)", "holds/s", Bench.USUAL, granted));
        results.add(contest.ratio("holds / (b)", Bench.SERVICE, Bench.SINGLE, granted)
                .atLeast(1, 2));
        results.add(contest.ratio("holds / (a)", Bench.SERVICE, Bench.USUAL, granted)
                .atLeast(1.5, 3));
        results.add(contest.ratio("holds through the gateway / (b)", GATEWAY, Bench.SINGLE, granted)
                .atLeast(1, 2));
        results.add(contest.ratio("holds through the gateway / (a)", GATEWAY, Bench.USUAL, granted)
                .atLeast(1.5, 3));
        results.plot(contest.curves("holds-latency", "Latency at peak throughput"));
        results.plot(contest.seconds("holds-seconds", "Holds in each second, last round"));
        contest.reportCpu("holds", results);
    }
}
