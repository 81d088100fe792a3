package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;
import java.util.function.ToDoubleFunction;

/** One customer, nobody else. */
final class Lone implements Row {

    @Override
    public void measure(Bench bench) {
        Contest contest = bench.contest()
                .way(
                        Bench.SERVICE,
                        seed -> bench.holds(
                                bench.stage().service(), 1, bench.effort().slice(), seed))
                .way(Bench.SINGLE, seed -> bench.baseline(Design.SINGLE, 1, bench.freshOfBaseline(), seed))
                .way(Bench.USUAL, seed -> bench.baseline(Design.USUAL, 1, bench.freshOfBaseline(), seed))
                .run(bench.effort().fewRounds());
        ToDoubleFunction<Measured> middle = run -> run.millis(50);
        Results results = bench.results();
        results.add(contest.figure("lone hold, p50", "ms", Bench.SERVICE, middle));
        results.add(contest.figure("lone hold by JDBC (b), p50", "ms", Bench.SINGLE, middle));
        results.add(contest.figure("lone hold by JDBC (a), p50", "ms", Bench.USUAL, middle));
        results.add(contest.ratio("lone hold / JDBC (b)", Bench.SERVICE, Bench.SINGLE, middle)
                .atMost(3, 2));
        results.add(contest.ratio("lone hold / JDBC (a)", Bench.SERVICE, Bench.USUAL, middle));
        results.plot(contest.curves("lone-latency", "Latency of a hold when nobody else is there"));
        contest.reportCpu("lone hold", results);
    }
}
