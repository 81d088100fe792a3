package io.boxoffice.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Two places of general admission, a show at random. */
final class Places implements Row {

    private static final String NAMED = "named seats";

    @Override
    public void measure(Bench bench) {
        List<Long> open =
                bench.stage().generalAdmission(Math.max(20, bench.effort().shows() / 4));
        Contest contest = bench.contest()
                .way(Bench.SERVICE, seed -> places(bench, open, seed))
                .way(NAMED, bench::holds)
                .run(bench.effort().fewRounds());
        ToDoubleFunction<Measured> granted = run -> run.rate(Bench.CREATED);
        bench.results().add(contest.figure("general admission", "holds/s", Bench.SERVICE, granted));
        bench.results().add(contest.ratio("general admission / named seats", Bench.SERVICE, NAMED, granted));
        contest.reportCpu("general admission", bench.results());
    }

    private static Measured places(Bench bench, List<Long> open, long seed) {
        return bench.asking(
                bench.effort().slice(),
                seed,
                new Demand.AnyShow(open),
                (requests, want) -> requests.places(want.showId(), Demand.SEATS_PER_HOLD));
    }
}
