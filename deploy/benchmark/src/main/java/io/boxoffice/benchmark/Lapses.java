package io.boxoffice.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * How soon lapsed holds are expired: ten thousand of the same second while sales are offered at half of their peak, and
 * single ones while nothing else happens. Both ends are read by the database's clock.
 */
final class Lapses implements Row {

    /** One seat in five, as while a show sells well. */
    private static final int ONE_IN = 5;

    private static final int SHOWS = 10;
    private static final int LAPSING = SHOWS * Stage.SEATS_PER_SHOW / ONE_IN;
    private static final int CONNECTIONS = 128;

    /** Time to lay out the holds and to measure the sales before they lapse. */
    private static final int LAPSE_AFTER_SECONDS = 24;

    private static final Duration SALES = Duration.ofSeconds(12);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LONE = 8;
    private static final int LONE_SECONDS = 3;

    /** Not in step with the worker, which looks once a second. */
    private static final Duration BETWEEN = Duration.ofMillis(370);

    private static final String PENDING = "SELECT count(*) FROM bookings WHERE status = 'PENDING' AND show_id ";

    private static final String EXPIRED =
            "SELECT count(*) FROM bookings WHERE status = 'FAILED' AND reason = 'EXPIRED' AND show_id ";

    /** How long after the last deadline the last hold of a show was expired, in milliseconds. */
    static final String LATE = """
        SELECT (extract(epoch FROM max(decided_at) - max(held_until)) * 1000)::bigint FROM bookings
        WHERE status = 'FAILED' AND reason = 'EXPIRED' AND show_id
        """;

    @Override
    public void measure(Bench bench) {
        lone(bench);
        together(bench);
    }

    private static void lone(Bench bench) {
        Stage stage = bench.stage();
        List<Long> shows = stage.showsOfService(LONE, 1);
        for (long show : shows) {
            stage.hold(show, 1, LONE_SECONDS);
            Stage.rest(BETWEEN);
        }
        List<Double> late = new ArrayList<>();
        for (long show : shows) {
            awaitExpiry(stage, "= " + show);
            late.add(stage.number(LATE + "= " + show) / 1000.0);
        }
        double latest = late.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        System.out.printf("    lone holds expired after %s s%n", late);
        bench.results()
                .add(Figure.once("a lone hold, latest of " + LONE + " expired after", "s", latest)
                        .atMost(2, 2));
    }

    private static void together(Bench bench) {
        Stage stage = bench.stage();
        Results results = bench.results();
        double peak = Sales.sales(bench, 21).rate(Bench.OK);
        List<Long> shows = stage.showsOfService(SHOWS, Stage.SEATS_PER_SHOW);
        String ofThese = "IN (" + shows.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")";
        long begin = System.nanoTime();
        stage.holdEvery(ONE_IN, shows, LAPSE_AFTER_SECONDS);
        stage.settle();
        Measured before = offered(bench, peak / 2, 22, SALES.dividedBy(2));
        long lapse = begin + Duration.ofSeconds(LAPSE_AFTER_SECONDS).toNanos();
        Stage.rest(Duration.ofNanos(Math.max(0, lapse - System.nanoTime())));
        CompletableFuture<Void> expiry = CompletableFuture.runAsync(() -> awaitExpiry(stage, ofThese));
        Measured during = offered(bench, peak / 2, 23, SALES);
        expiry.join();
        double late = stage.number(LATE + ofThese) / 1000.0;
        System.out.println("    before " + before);
        System.out.println("    during " + during);
        System.out.printf("    %,d lapsed holds expired after %.1f s%n", LAPSING, late);
        results.add(Figure.count("holds of the same second that were expired", "holds", stage.number(EXPIRED + ofThese))
                .atLeast(LAPSING, LAPSING));
        results.add(Figure.once("10,000 holds of the same second, all expired after", "s", late)
                .atMost(10, 10));
        results.add(Figure.once("sales offered meanwhile", "sales/s", peak / 2));
        // only while there is something to expire: the quiet seconds afterwards would flatter it
        int seconds = (int) Math.ceil(Math.max(1, late));
        results.add(Figure.once("sales meanwhile / offered", "", during.answered(seconds) / (peak * seconds))
                .atLeast(0.9, 1));
        results.add(Figure.count(
                        "calls of sales that failed meanwhile",
                        "calls",
                        during.count()
                                - during.outcomes().getOrDefault(Bench.OK, 0L)
                                - during.outcomes().getOrDefault(Bench.CREATED, 0L))
                .atMost(0, 0));
        results.add(Figure.once("a call of a sale before, p99", "ms", before.millis(99)));
        results.add(Figure.once("a call of a sale meanwhile, p99", "ms", during.millis(99)));
        results.plot(new Results.Seconds(
                "lapses-seconds",
                "Calls in each second from the moment 10,000 holds lapse, sales offered at half the peak",
                Map.of("calls", during.perSecond())));
    }

    /** Each sale is two calls. */
    private static Measured offered(Bench bench, double sales, long seed, Duration length) {
        return Load.open(
                bench.stage().service(),
                CONNECTIONS,
                2 * sales,
                seed,
                length,
                i -> bench.holding(i, seed, bench.fresh(), true));
    }

    private static void awaitExpiry(Stage stage, String ofThese) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (stage.number(PENDING + ofThese) > 0) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("Nobody expires the holds of shows " + ofThese);
            }
            Stage.rest(Duration.ofMillis(250));
        }
    }
}
