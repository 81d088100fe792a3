package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;
import io.boxoffice.benchmark.history.Books;
import io.boxoffice.benchmark.history.History;
import io.boxoffice.benchmark.history.Violation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The figures: each method measures one kind and adds what it found to the results. */
final class Benchmark {

    private static final String SERVICE = "service";
    private static final String GATEWAY = "gateway";
    private static final String USUAL = "usual design (a)";
    private static final String SINGLE = "single statement (b)";
    private static final List<Integer> THREADS = List.of(2, 4, 8, 16);
    private static final List<Integer> CONNECTIONS = List.of(64, 128);
    private static final int CREATED = 201;
    private static final int CONFIRMED = 200;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final Stage stage;
    private final Effort effort;
    private final Results results;
    private final Baseline baseline;
    private List<Long> shows = List.of();
    private History history = new History();
    private Demand.Fresh forService;
    private Demand.Fresh forBaseline;
    private final Map<Design, Integer> bestThreads = new LinkedHashMap<>();
    private int bestConnections;
    private double peak;

    Benchmark(Stage stage, Effort effort, Results results) {
        this.stage = stage;
        this.effort = effort;
        this.results = results;
        this.baseline = new Baseline(stage);
        this.forService = new Demand.Fresh(shows, Stage.SEATS_PER_SHOW);
        this.forBaseline = new Demand.Fresh(shows, Stage.SEATS_PER_SHOW);
        openShows();
    }

    /** How long and how often is measured. */
    record Effort(int shows, int rounds, Duration slice, Duration warmUp, int contendedShows, int contenders) {
        static final Effort WHOLE = new Effort(200, 5, Duration.ofSeconds(3), Duration.ofSeconds(40), 10, 20_000);
        static final Effort QUICK = new Effort(200, 2, Duration.ofSeconds(3), Duration.ofSeconds(12), 1, 2_000);
    }

    /** Lets the service's code be compiled, and finds what each side does best with. */
    void warmUp() {
        System.out.println("  warming up, and looking for the best concurrency");
        Duration half = effort.warmUp().dividedBy(2);
        holds(stage.service(), CONNECTIONS.getFirst(), half, 0);
        // what autovacuum does about once a minute: statements planned for empty tables are planned anew
        stage.settle();
        holds(stage.service(), CONNECTIONS.getFirst(), half, 1);
        double best = 0;
        for (int connections : CONNECTIONS) {
            double rate = holds(stage.service(), connections, effort.slice(), connections)
                    .rate(CREATED);
            System.out.printf("    %d connections: %,.0f holds/s%n", connections, rate);
            if (rate > best) {
                best = rate;
                bestConnections = connections;
            }
        }
        peak = best;
        results.setting("connections", "" + bestConnections);
        for (Design design : Design.values()) {
            bestThreads.put(design, bestThreads(design));
            results.setting("baseline " + design + " transactions at once", "" + bestThreads.getOrDefault(design, 0));
        }
    }

    private int bestThreads(Design design) {
        Duration shortly = Duration.ofMillis(effort.slice().toMillis() / 2);
        baseline.run(design, THREADS.getLast(), shortly, forBaseline, 0);
        stage.settle();
        int best = 0;
        double bestRate = 0;
        for (int threads : THREADS) {
            double rate =
                    baseline.run(design, threads, shortly, forBaseline, threads).rate(Baseline.GRANTED);
            System.out.printf("    %s, %d at once: %,.0f/s%n", design, threads, rate);
            if (rate > bestRate) {
                bestRate = rate;
                best = threads;
            }
        }
        return best;
    }

    private int threads(Design design) {
        return bestThreads.getOrDefault(design, THREADS.getLast());
    }

    /** Holds of two named seats as fast as they go, against both baselines; straight and through the gateway. */
    void holds() {
        begin("holds");
        Contest contest = new Contest(stage)
                .way(SERVICE, seed -> holds(stage.service(), bestConnections, effort.slice(), seed))
                .way(SINGLE, seed -> baseline(Design.SINGLE, seed))
                .way(USUAL, seed -> baseline(Design.USUAL, seed))
                .way(GATEWAY, seed -> holds(stage.gateway(), bestConnections, effort.slice(), seed))
                .run(effort.rounds());
        ToDoubleFunction<Measured> granted = run -> run.rate(CREATED);
        peak = Statistics.median(contest.each(SERVICE, granted));
        results.add(Figure.of("holds", "holds/s", contest.each(SERVICE, granted)));
        results.add(Figure.of("holds through the gateway", "holds/s", contest.each(GATEWAY, granted)));
        results.add(Figure.of("holds, single statement (b)", "holds/s", contest.each(SINGLE, granted)));
        results.add(Figure.of("holds, usual design (a)", "holds/s", contest.each(USUAL, granted)));
        results.add(ratio("holds / (b)", contest, SERVICE, SINGLE, granted).atLeast(1, 2));
        results.add(ratio("holds / (a)", contest, SERVICE, USUAL, granted).atLeast(1.5, 3));
        results.add(ratio("holds through the gateway / (b)", contest, GATEWAY, SINGLE, granted)
                .atLeast(1, 2));
        results.add(ratio("holds through the gateway / (a)", contest, GATEWAY, USUAL, granted)
                .atLeast(1.5, 3));
        results.plot(new Results.Curves(
                "holds-latency", "Latency at peak throughput", curves(contest, SERVICE, GATEWAY, SINGLE, USUAL)));
        results.plot(new Results.Seconds(
                "holds-seconds",
                "Holds in each second, last round",
                seconds(contest, SERVICE, GATEWAY, SINGLE, USUAL)));
        contest.reportCpu("holds", results);
        end();
    }

    /** Two places of general admission, a show at random. */
    void generalAdmission() {
        begin("general admission");
        List<Long> open = stage.generalAdmission(Math.max(20, effort.shows() / 4));
        Contest contest = new Contest(stage)
                .way(SERVICE, seed -> places(open, seed))
                .way("named seats", seed -> holds(stage.service(), bestConnections, effort.slice(), seed))
                .run(Math.min(3, effort.rounds()));
        ToDoubleFunction<Measured> granted = run -> run.rate(CREATED);
        results.add(Figure.of("general admission", "holds/s", contest.each(SERVICE, granted)));
        results.add(ratio("general admission / named seats", contest, SERVICE, "named seats", granted));
        contest.reportCpu("general admission", results);
        end();
    }

    /** A hold and its confirmation, with the event in the outbox. */
    void sales() {
        begin("sales");
        Contest contest = new Contest(stage)
                .way(SERVICE, seed -> load(stage.service(), bestConnections, effort.slice(), seed, true))
                .way("two single statements", seed -> baseline(Design.SALE, seed))
                .run(Math.min(3, effort.rounds()));
        List<Double> ratios = new java.util.ArrayList<>();
        List<Double> ours = contest.each(SERVICE, run -> run.rate(CONFIRMED));
        List<Double> theirs = contest.each("two single statements", run -> run.rate(Baseline.GRANTED));
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round) / theirs.get(round));
        }
        results.add(Figure.of("sales", "sales/s", ours));
        results.add(Figure.of("sales, two single statements", "sales/s", theirs));
        results.add(Figure.of("sales / two single statements", "", ratios).atLeast(0.8, 1.5));
        contest.reportCpu("sales", results);
        end();
    }

    /** One customer, nobody else. */
    void lone() {
        begin("lone hold");
        Contest contest = new Contest(stage)
                .way(SERVICE, seed -> holds(stage.service(), 1, effort.slice(), seed))
                .way(SINGLE, seed -> baseline.run(Design.SINGLE, 1, effort.slice(), forBaseline, seed))
                .way(USUAL, seed -> baseline.run(Design.USUAL, 1, effort.slice(), forBaseline, seed))
                .run(Math.min(3, effort.rounds()));
        ToDoubleFunction<Measured> middle = run -> run.millis(50);
        results.add(Figure.of("lone hold, p50", "ms", contest.each(SERVICE, middle)));
        results.add(Figure.of("lone hold by JDBC (b), p50", "ms", contest.each(SINGLE, middle)));
        results.add(Figure.of("lone hold by JDBC (a), p50", "ms", contest.each(USUAL, middle)));
        results.add(
                ratio("lone hold / JDBC (b)", contest, SERVICE, SINGLE, middle).atMost(3, 2));
        results.add(ratio("lone hold / JDBC (a)", contest, SERVICE, USUAL, middle));
        results.plot(new Results.Curves(
                "lone-latency",
                "Latency of a hold when nobody else is there",
                curves(contest, SERVICE, SINGLE, USUAL)));
        contest.reportCpu("lone hold", results);
        end();
    }

    /** 80 % of the demand falls on 1 % of the seats. */
    void hot() {
        begin("hot show");
        int rounds = Math.min(3, effort.rounds());
        int each = Math.max(1, effort.shows() / 100);
        List<Long> hot = stage.shows(rounds * each, Stage.LONG_HOLD_SECONDS);
        Contest contest = new Contest(stage)
                .way(
                        SERVICE,
                        seed -> load(stage.service(), bestConnections, effort.slice(), seed, hot(hot, each, seed)))
                .way(
                        USUAL,
                        seed -> baseline.run(
                                Design.USUAL, threads(Design.USUAL), effort.slice(), hot(hot, each, seed), seed))
                .run(rounds);
        ToDoubleFunction<Measured> good = run -> run.rate(CREATED) + run.rate(CONFLICT);
        results.add(Figure.of("hot show, good answers", "answers/s", contest.each(SERVICE, good)));
        results.add(Figure.of("hot show, good answers of (a)", "answers/s", contest.each(USUAL, good)));
        results.add(ratio("hot show / (a)", contest, SERVICE, USUAL, good).atLeast(5, 10));
        results.add(Figure.of("hot show, holds granted", "holds/s", contest.each(SERVICE, run -> run.rate(CREATED))));
        results.add(
                Figure.of("hot show, holds granted by (a)", "holds/s", contest.each(USUAL, run -> run.rate(CREATED))));
        results.plot(new Results.Curves(
                "hot-latency",
                "Latency of an answer when everybody wants the same show",
                curves(contest, SERVICE, USUAL)));
        contest.reportCpu("hot show", results);
        end();
        // its wishes fell on seats everywhere, and the next figures want fresh ones
        openShows();
    }

    private Demand hot(List<Long> hot, int each, long round) {
        int from = (int) (round - 1) * each;
        return new Demand.Hot(hot.subList(from, from + each), shows, Stage.SEATS_PER_SHOW);
    }

    /** Everybody asks for seats that are sold; against requests that are refused without looking into the database. */
    void refusals() {
        begin("refusals");
        long sold = stage.shows(1, Stage.LONG_HOLD_SECONDS).getFirst();
        stage.sellOut(sold);
        stage.settle();
        stage.autovacuum(false);
        Demand demand = new Demand.Hot(List.of(sold), List.of(sold), Stage.SEATS_PER_SHOW);
        List<Double> wal = new java.util.ArrayList<>();
        Contest contest = new Contest(stage)
                .way("sold seats", seed -> {
                    long before = stage.walBytes();
                    Measured run = load(stage.service(), bestConnections, effort.slice(), seed, demand);
                    wal.add((stage.walBytes() - before) / (double) run.count());
                    return run;
                })
                .way("no database", seed -> withoutDatabase(new Demand.Want(sold, List.of()).showId()))
                .run(Math.min(3, effort.rounds()));
        long before = stage.walBytes();
        Stage.rest(effort.slice());
        stage.autovacuum(true);
        results.note("Write-ahead log of the idle database during "
                + effort.slice().toSeconds() + " s: " + (stage.walBytes() - before) + " bytes.");
        results.add(Figure.of(
                "refusals of sold seats", "answers/s", contest.each("sold seats", run -> run.rate(CONFLICT))));
        results.add(Figure.of(
                "refusals without database", "answers/s", contest.each("no database", run -> run.rate(UNPROCESSABLE))));
        results.add(
                ratio("refusals of sold seats / without database", contest, "sold seats", "no database", Measured::rate)
                        .atLeast(0.3, 0.5));
        results.add(Figure.of("write-ahead log for a refusal", "bytes", wal).atMost(0.5, 0));
        contest.reportCpu("refusals", results);
        end();
    }

    /** A token is checked, JSON is read, and the empty list of seats is refused. */
    private Measured withoutDatabase(String show) {
        return Load.closed(stage.service(), bestConnections, effort.slice(), i -> {
            byte[] request = stage.customer(i).hold(show, List.of());
            return new Customers.Repeating(() -> request);
        });
    }

    /** Half of what it could do, at random intended times. */
    void latency() {
        begin("latency at half the peak");
        openMoreShows();
        stage.checkpoint();
        Duration length = effort.slice().multipliedBy(4);
        Map<String, Double> before = Cpu.used();
        long begin = System.nanoTime();
        Measured run = Load.open(
                stage.service(), CONNECTIONS.getLast(), peak / 2, 1, length, i -> holding(i, 1, forService, false));
        results.cpu("latency at half the peak", Cpu.busy(before, (System.nanoTime() - begin) / 1e9));
        System.out.printf(
                "    %,.0f /s  p50 %.2f  p99 %.2f  p99.9 %.2f ms  %s%n",
                run.rate(), run.millis(50), run.millis(99), run.millis(99.9), run.outcomesText());
        results.add(Figure.once("offered rate", "holds/s", peak / 2));
        results.add(Figure.once("hold at half the peak, p50", "ms", run.millis(50)));
        results.add(
                Figure.once("hold at half the peak, p99", "ms", run.millis(99)).atMost(50, 15));
        results.add(Figure.once("hold at half the peak, p99.9", "ms", run.millis(99.9)));
        results.plot(new Results.Curves(
                "half-latency", "Latency at half the peak rate (open model)", Map.of("hold", run.latencies())));
        results.plot(new Results.Seconds(
                "half-seconds", "Answers in each second at half the peak rate", Map.of("holds", run.perSecond())));
        end();
    }

    /** Many customers, fewer seats than wishes, until every seat is sold. */
    void contention() {
        begin("contention");
        Contention.Outcome outcome = new Contention(stage, effort.contendedShows(), effort.contenders()).run(history);
        results.add(Figure.count("contention, seats sold", "seats", outcome.sold()));
        results.add(Figure.count("contention, seats sold twice", "seats", outcome.soldTwice())
                .atMost(0, 0));
        results.add(Figure.count("contention, seats left stuck", "seats", outcome.stuck())
                .atMost(0, 0));
        results.add(Figure.once("contention, seconds until sold out", "s", outcome.seconds()));
        results.note(outcome.text());
        System.out.println("    " + outcome.text());
        end();
    }

    /** How many updates of seats stayed on their page and left the index alone. */
    void hotUpdates() {
        Stage.rest(Duration.ofSeconds(2));
        String where = " FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname = 'seats'";
        long updates = stage.number("SELECT n_tup_upd" + where);
        long hot = stage.number("SELECT n_tup_hot_upd" + where);
        if (updates > 0) {
            results.add(Figure.once("HOT share of seat updates", "", hot / (double) updates)
                    .atLeast(0.99, 1));
        }
    }

    private Measured holds(InetSocketAddress target, int connections, Duration length, long seed) {
        return load(target, connections, length, seed, false);
    }

    private Measured load(InetSocketAddress target, int connections, Duration length, long seed, boolean confirming) {
        return Load.closed(target, connections, length, i -> holding(i, seed, forService, confirming));
    }

    private Measured load(InetSocketAddress target, int connections, Duration length, long seed, Demand demand) {
        return Load.closed(target, connections, length, i -> holding(i, seed, demand, false));
    }

    private Load.Customer holding(int connection, long seed, Demand demand, boolean confirming) {
        SplittableRandom random = new SplittableRandom(seed * 1_000 + connection);
        return new Customers.Holding(stage.customer(connection), demand, random, confirming, history);
    }

    private Measured places(List<Long> open, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Load.closed(
                stage.service(),
                bestConnections,
                effort.slice(),
                i -> new Customers.Repeating(() -> {
                    Demand.Want want = new Demand.Want(open.get(random.nextInt(open.size())), List.of());
                    return stage.customer(i).places(want.showId(), "Stalls", Demand.SEATS_PER_HOLD);
                }));
    }

    private Measured baseline(Design design, long seed) {
        return baseline.run(design, threads(design), effort.slice(), forBaseline, seed);
    }

    private static Figure ratio(
            String name, Contest contest, String way, String to, ToDoubleFunction<Measured> measure) {
        return Figure.of(name, "", contest.ratios(way, to, measure));
    }

    private static Map<String, Histogram> curves(Contest contest, String... ways) {
        Map<String, Histogram> curves = new LinkedHashMap<>();
        for (String way : ways) {
            curves.put(way, Measured.sum(contest.runs(way)));
        }
        return curves;
    }

    private static Map<String, long[]> seconds(Contest contest, String... ways) {
        Map<String, long[]> series = new LinkedHashMap<>();
        for (String way : ways) {
            series.put(way, contest.runs(way).getLast().perSecond());
        }
        return series;
    }

    private void begin(String name) {
        System.out.println("  " + name);
        openMoreShows();
    }

    /** The books must agree with what customers were told. */
    private void end() {
        Books books = Ledger.read(stage);
        List<Violation> violations = history.check(books);
        System.out.printf("    history: %,d calls, %d violations%n", history.size(), violations.size());
        violations.stream().limit(5).forEach(violation -> System.out.println("    " + violation));
        brokenPromises += violations.size();
        calls += history.size();
        history = new History();
    }

    private long brokenPromises;
    private long calls;

    void historyFigures() {
        results.add(Figure.count("history, calls checked", "calls", calls));
        results.add(Figure.count("history, broken promises", "", brokenPromises).atMost(0, 0));
    }

    /** Opens as many shows again once half of the seats have been used. */
    private void openMoreShows() {
        if (Math.min(forService.left(), forBaseline.left()) < 0.5) {
            openShows();
        }
    }

    private void openShows() {
        shows = stage.shows(effort.shows(), Stage.LONG_HOLD_SECONDS);
        forService = new Demand.Fresh(shows, Stage.SEATS_PER_SHOW);
        forBaseline = new Demand.Fresh(shows, Stage.SEATS_PER_SHOW);
    }
}
