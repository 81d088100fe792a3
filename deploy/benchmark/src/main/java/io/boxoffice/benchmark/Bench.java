package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Baseline.Design;
import io.boxoffice.benchmark.Customers.Asking;
import io.boxoffice.history.Books;
import io.boxoffice.history.History;
import io.boxoffice.history.Violation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What every row needs: a warm system, fresh seats, the usual ways to ask for them, and what was found so far. */
final class Bench {

    static final String SERVICE = "service";
    static final String USUAL = "usual design (a)";
    static final String SINGLE = "single statement (b)";
    static final int CREATED = 201;
    static final int OK = 200;
    static final int CONFLICT = 409;

    private static final List<Integer> THREADS = List.of(2, 4, 8, 16);
    private static final List<Integer> CONNECTIONS = List.of(64, 128);
    private static final double STILL_WARMING = 1.03;
    /** So many slices in a row without getting faster: compilers come late and in bursts. */
    private static final int WARM_SLICES = 4;

    private final Stage stage;
    private final Effort effort;
    private final Results results;
    private final Baseline baseline;
    private final Map<Design, Integer> bestThreads = new EnumMap<>(Design.class);
    private List<Long> shows = List.of();
    private Demand.Fresh forService = new Demand.Fresh(shows, Stage.SEATS_PER_SHOW);
    private Demand.Fresh forBaseline = forService;
    private History history = new History();
    private int connections = CONNECTIONS.getLast();
    private double peak;
    private long calls;
    private long brokenPromises;

    Bench(Stage stage, Effort effort, Results results) {
        this.stage = stage;
        this.effort = effort;
        this.results = results;
        this.baseline = new Baseline(stage);
        openShows();
    }

    /**
     * How long and how often is measured.
     *
     * @param rounds of the holds, of which most depends
     * @param fewRounds of the others
     * @param slice how long each way runs in a round
     * @param backlog mails that wait before their sending is measured
     * @param events that wait for RabbitMQ before their publishing is measured
     * @param pastBookings how many there are in the large database, apart from a whole run
     * @param warmUp the longest time until the service's code is taken for compiled
     */
    record Effort(
            int shows,
            int rounds,
            int fewRounds,
            Duration slice,
            Duration warmUp,
            int contendedShows,
            int contenders,
            int backlog,
            int events,
            int pastBookings) {
        static final Effort WHOLE = new Effort(
                200, 5, 3, Duration.ofSeconds(3), Duration.ofSeconds(75), 10, 20_000, 50_000, 120_000, 10_000_000);
        static final Effort QUICK =
                new Effort(200, 1, 1, Duration.ofSeconds(3), Duration.ofSeconds(24), 1, 2_000, 5_000, 12_000, 200_000);
    }

    /** Lets the service's code be compiled, and finds what each side does best with. */
    void warmUp() {
        System.out.println("  warming up, and looking for the best concurrency");
        warmUpService();
        for (int tried : CONNECTIONS) {
            double rate = holds(stage.service(), tried, effort.slice(), tried).rate(CREATED);
            System.out.printf("    %d connections: %,.0f holds/s%n", tried, rate);
            if (rate > peak) {
                peak = rate;
                connections = tried;
            }
        }
        results.setting("connections", "" + connections);
        for (Design design : Design.values()) {
            bestThreads.put(design, bestThreads(design, forBaseline));
            results.setting("baseline " + design + " transactions at once", "" + threads(design));
        }
    }

    /** Until it no longer gets faster, or the time for it is over. */
    private void warmUpService() {
        double best = 0;
        long end = System.nanoTime() + effort.warmUp().toNanos();
        for (int slice = 0, slower = 0; slower < WARM_SLICES && System.nanoTime() < end; slice++) {
            openMoreShows();
            double rate = holds(stage.service(), CONNECTIONS.getFirst(), effort.slice(), slice)
                    .rate(CREATED);
            System.out.printf("    warming up: %,.0f holds/s%n", rate);
            slower = rate > best * STILL_WARMING ? 0 : slower + 1;
            best = Math.max(best, rate);
            if (slice == 0) {
                // what autovacuum does about once a minute: statements planned for empty tables are planned anew
                stage.settle();
            }
        }
    }

    /** With how many transactions at once the design serves most of this demand. */
    int bestThreads(Design design, Demand demand) {
        Duration shortly = effort.slice().dividedBy(2);
        baseline.run(design, THREADS.getLast(), shortly, demand, 0);
        stage.settle();
        int best = 0;
        double bestRate = 0;
        for (int threads : THREADS) {
            double rate =
                    baseline.run(design, threads, shortly, demand, threads).rate();
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

    /** Runs one row; afterwards the books must agree with what its customers were told. */
    void measure(String name, Row row) {
        System.out.println("  " + name);
        openMoreShows();
        row.measure(this);
        check(history, stage.books());
        history = new History();
    }

    /** Counts what customers were told, here or in another system, and what its books do not keep. */
    void check(History told, Books books) {
        List<Violation> violations = told.check(books);
        System.out.printf("    history: %,d calls, %d violations%n", told.size(), violations.size());
        violations.stream().limit(5).forEach(violation -> System.out.println("    " + violation));
        brokenPromises += violations.size();
        calls += told.size();
    }

    void historyFigures() {
        results.add(Figure.count("history, calls checked", "calls", calls));
        results.add(Figure.count(Results.BROKEN_PROMISES, "", brokenPromises).atMost(0, 0));
    }

    Stage stage() {
        return stage;
    }

    Effort effort() {
        return effort;
    }

    Results results() {
        return results;
    }

    History history() {
        return history;
    }

    Contest contest() {
        return new Contest(stage);
    }

    /** With how many connections the service holds most seats. */
    int connections() {
        return connections;
    }

    /** The service's holds in a second, as measured last. */
    double peak() {
        return peak;
    }

    void peak(double holdsPerSecond) {
        peak = holdsPerSecond;
    }

    /** Two fresh named seats after the other, on the service. */
    Measured holds(InetSocketAddress target, int connectionCount, Duration length, long seed) {
        return Load.closed(target, connectionCount, length, i -> holding(i, seed, forService, false));
    }

    /** The same for one slice, on the service itself. */
    Measured holds(long seed) {
        return holds(stage.service(), connections, effort.slice(), seed);
    }

    /** One wish after the other for one slice, on the service itself. */
    Measured holds(Demand demand, long seed) {
        return Load.closed(stage.service(), connections, effort.slice(), i -> holding(i, seed, demand, false));
    }

    /** A customer who holds one wish after the other; with {@code confirming} pays for each at once. */
    Load.Customer holding(int connection, long seed, Demand demand, boolean confirming) {
        return holding(connection, seed, demand, Asking.BY_NAME, confirming);
    }

    private Load.Customer holding(int connection, long seed, Demand demand, Asking asking, boolean confirming) {
        SplittableRandom random = new SplittableRandom(seed * 10_000 + connection);
        return new Customers.Holding(stage.customer(connection), demand, asking, random, confirming, history);
    }

    /** Customers who ask in their own way, on the service itself. */
    Measured asking(Duration length, long seed, Demand demand, Asking asking) {
        return Load.closed(stage.service(), connections, length, i -> holding(i, seed, demand, asking, false));
    }

    /** A design at its best concurrency for one slice. */
    Measured baseline(Design design, long seed) {
        return baseline(design, threads(design), forBaseline, seed);
    }

    Measured baseline(Design design, int threads, Demand demand, long seed) {
        return baseline.run(design, threads, effort.slice(), demand, seed);
    }

    /** Seats nobody has asked the service for yet. */
    Demand fresh() {
        return forService;
    }

    /** The same for the baselines, whose tables are their own. */
    Demand freshOfBaseline() {
        return forBaseline;
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
