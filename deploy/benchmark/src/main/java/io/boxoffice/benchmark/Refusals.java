package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Demand.Want;
import java.util.ArrayList;
import java.util.List;

/**
 * Everybody asks for seats that are sold; against requests that are refused without looking into the database. What the
 * refusals wrote to the log is read from the log itself, record by record, so that nothing of the background counts.
 */
final class Refusals implements Row {

    private static final String SOLD = "sold seats";
    private static final String NO_DATABASE = "no database";
    private static final int UNPROCESSABLE = 422;

    @Override
    public void measure(Bench bench) {
        Stage stage = bench.stage();
        long show = stage.shows(1, Stage.LONG_HOLD_SECONDS).getFirst();
        stage.sell(List.of(show), Stage.SEATS_PER_SHOW);
        stage.settle();
        Demand demand = new Demand.Any(show, Stage.SEATS_PER_SHOW);
        List<Double> written = new ArrayList<>();
        Contest contest = bench.contest()
                .way(SOLD, seed -> {
                    String begin = stage.logPosition();
                    Measured run = bench.holds(demand, seed);
                    if (seed > 0) {
                        written.add(stage.logBytesSince(begin) / (double) run.count());
                    }
                    return run;
                })
                .way(NO_DATABASE, seed -> withoutDatabase(bench, new Want(show, List.of()).showId()))
                .run(bench.effort().fewRounds());
        Results results = bench.results();
        results.add(contest.figure("refusals of sold seats", "answers/s", SOLD, run -> run.rate(Bench.CONFLICT)));
        results.add(
                contest.figure("refusals without database", "answers/s", NO_DATABASE, run -> run.rate(UNPROCESSABLE)));
        results.add(contest.ratio("refusals of sold seats / without database", SOLD, NO_DATABASE, Measured::rate)
                .atLeast(0.3, 0.5));
        results.add(Figure.of("write-ahead log for a refusal", "bytes", written).atMost(0, 0));
        contest.reportCpu("refusals", results);
    }

    /** A token is checked, JSON is read, and the empty list of seats is refused. */
    private static Measured withoutDatabase(Bench bench, String show) {
        return Load.closed(
                bench.stage().service(), bench.connections(), bench.effort().slice(), i -> {
                    byte[] request = bench.stage().customer(i).hold(show, List.of());
                    return new Customers.Repeating(() -> request);
                });
    }
}
