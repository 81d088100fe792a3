package io.boxoffice.benchmark;

import java.time.Duration;
import java.util.Map;

/** Latency at half of the peak measured before: requests come at random intended times (open model). */
final class HalfPeak implements Row {

    private static final int CONNECTIONS = 128;
    private static final int SLICES = 4;

    @Override
    public void measure(Bench bench) {
        Results results = bench.results();
        Duration slice = bench.effort().slice();
        bench.stage().settle();
        // the steady state counts: the first slices meet cold caches
        offer(bench, slice.multipliedBy(2), 1);
        Map<String, Double> before = Cpu.used();
        long begin = System.nanoTime();
        Measured run = offer(bench, slice.multipliedBy(SLICES), 2);
        results.cpu("latency at half the peak", Cpu.busy(before, (System.nanoTime() - begin) / 1e9));
        System.out.println("    " + run);
        results.add(Figure.once("offered rate", "holds/s", bench.peak() / 2));
        results.add(Figure.once("hold at half the peak, p50", "ms", run.millis(50)));
        results.add(
                Figure.once("hold at half the peak, p99", "ms", run.millis(99)).atMost(50, 15));
        results.add(Figure.once("hold at half the peak, p99.9", "ms", run.millis(99.9)));
        results.plot(new Results.Curves(
                "half-latency", "Latency at half the peak rate (open model)", Map.of("hold", run.latencies())));
        results.plot(new Results.Seconds(
                "half-seconds", "Answers in each second at half the peak rate", Map.of("holds", run.perSecond())));
    }

    /** Half of the peak, offered for so long. */
    static Measured offer(Bench bench, Duration length, long seed) {
        return Load.open(
                bench.stage().service(),
                CONNECTIONS,
                bench.peak() / 2,
                seed,
                length,
                i -> bench.holding(i, seed, bench.fresh(), false));
    }
}
