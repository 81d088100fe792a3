package io.boxoffice.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Four seats side by side, wherever they are best: against named seats, and in nearly empty and nearly full shows. */
final class BestSeats implements Row {

    private static final String NAMED = "two named seats";
    private static final String EMPTY = "best four, 10 % sold";
    private static final String FULL = "best four, 95 % sold";
    private static final int TOGETHER = 4;

    @Override
    public void measure(Bench bench) {
        List<Long> empty = sold(bench, bench.effort().shows() / 2, 0.10);
        // of these, few seats are left: so many shows that none is sold out before the end
        List<Long> full = sold(bench, 3 * bench.effort().shows(), 0.95);
        Contest contest = bench.contest()
                .way(NAMED, bench::holds)
                .way(EMPTY, seed -> best(bench, empty, seed))
                .way(FULL, seed -> best(bench, full, seed))
                .run(Math.min(2, bench.effort().fewRounds()));
        ToDoubleFunction<Measured> granted = run -> run.rate(Bench.CREATED);
        Results results = bench.results();
        results.add(contest.figure("best available, 10 % sold", "holds/s", EMPTY, granted));
        results.add(contest.figure("best available, 95 % sold", "holds/s", FULL, granted));
        results.add(contest.ratio("best available / named seats", EMPTY, NAMED, granted)
                .atLeast(0.4, 0.7));
        results.add(contest.ratio("cost at 95 % sold / at 10 % sold", EMPTY, FULL, granted)
                .atMost(2, 1));
        contest.reportCpu("best available", results);
    }

    /** Shows that are sold from the front, as best seats go. */
    private static List<Long> sold(Bench bench, int count, double share) {
        List<Long> shows = bench.stage().showsOfService(count, Stage.SEATS_PER_SHOW);
        bench.stage().sell(shows, (int) (Stage.SEATS_PER_SHOW * share));
        bench.stage().settle();
        return shows;
    }

    private static Measured best(Bench bench, List<Long> shows, long seed) {
        return bench.asking(
                bench.effort().slice().multipliedBy(2).dividedBy(3),
                seed,
                new Demand.AnyShow(shows),
                (requests, want) -> requests.best(want.showId(), TOGETHER));
    }
}
