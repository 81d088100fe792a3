package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One show goes on sale and 80 % of the wishes fall on the best 1 % of its seats. A good answer is the truth about the
 * seats asked for: they are yours, or they are somebody else's; the same for both sides. The usual design waits for the
 * row locks of those who came before, and has as many transactions at once as serve most of this demand.
 */
final class HotShow implements Row {

    @Override
    public void measure(Bench bench) {
        int rounds = bench.effort().fewRounds();
        // one to find the baseline's best concurrency, one to warm up, one for each round
        List<Long> shows = bench.stage().shows(rounds + 2, Stage.LONG_HOLD_SECONDS);
        int threads = bench.bestThreads(Design.USUAL, hot(shows.getLast()));
        bench.results().setting("baseline USUAL transactions at once, hot show", "" + threads);
        Contest contest = bench.contest()
                .way(Bench.SERVICE, seed -> bench.holds(hot(shows.get((int) seed)), seed))
                .way(Bench.USUAL, seed -> bench.baseline(Design.USUAL, threads, hot(shows.get((int) seed)), seed))
                .run(rounds);
        ToDoubleFunction<Measured> good = run -> run.rate(Bench.CREATED) + run.rate(Bench.CONFLICT);
        ToDoubleFunction<Measured> granted = run -> run.rate(Bench.CREATED);
        Results results = bench.results();
        results.add(contest.figure("hot show, good answers", "answers/s", Bench.SERVICE, good));
        results.add(contest.figure("hot show, good answers of (a)", "answers/s", Bench.USUAL, good));
        results.add(contest.ratio("hot show / (a)", Bench.SERVICE, Bench.USUAL, good)
                .atLeast(5, 10));
        results.add(contest.figure("hot show, holds granted", "holds/s", Bench.SERVICE, granted));
        results.add(contest.figure("hot show, holds granted by (a)", "holds/s", Bench.USUAL, granted));
        results.plot(contest.curves("hot-latency", "Latency of an answer when everybody wants the same seats"));
        contest.reportCpu("hot show", results);
    }

    private static Demand hot(long show) {
        return new Demand.Hot(show, Stage.SEATS_PER_SHOW);
    }
}
