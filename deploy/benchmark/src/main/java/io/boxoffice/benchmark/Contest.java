package io.boxoffice.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Several ways of doing the same thing, run in turns: each round runs all of them, the first one of the last round comes
 * last, so that a machine that grows slower or faster favours nobody.
 */
final class Contest {

    private final Stage stage;
    private Runnable between = () -> {};
    private final Map<String, LongFunction<Measured>> ways = new LinkedHashMap<>();
    private final Map<String, List<Measured>> runs = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Double>>> cpu = new LinkedHashMap<>();

    Contest(Stage stage) {
        this.stage = stage;
    }

    /** Adds a way; it gets the round's number, a seed that is the same for all. */
    Contest way(String name, LongFunction<Measured> run) {
        ways.put(name, run);
        runs.put(name, new ArrayList<>());
        cpu.put(name, new ArrayList<>());
        return this;
    }

    /** Has something done before each run, which does not count. */
    Contest between(Runnable action) {
        between = action;
        return this;
    }

    /** Round 0 warms up the code behind each way and does not count. */
    Contest run(int rounds) {
        List<String> order = new ArrayList<>(ways.keySet());
        for (int round = 0; round <= rounds; round++) {
            for (String name : order) {
                once(name, round);
            }
            order.add(order.removeFirst());
        }
        return this;
    }

    private void once(String name, int round) {
        between.run();
        stage.checkpoint();
        Map<String, Double> before = Cpu.used();
        long begin = System.nanoTime();
        Measured measured = Objects.requireNonNull(ways.get(name)).apply(round);
        System.out.printf("    %-8s %-26s %s%n", round == 0 ? "warm-up" : "round " + round, name, measured);
        if (round > 0) {
            runs(name).add(measured);
            Objects.requireNonNull(cpu.get(name)).add(Cpu.busy(before, (System.nanoTime() - begin) / 1e9));
        }
    }

    private List<Measured> runs(String name) {
        return Objects.requireNonNull(runs.get(name));
    }

    /** What a measure of a way was in each round. */
    Figure figure(String figure, String unit, String name, ToDoubleFunction<Measured> measure) {
        return Figure.of(
                figure, unit, runs(name).stream().mapToDouble(measure).boxed().toList());
    }

    /** How many answers of a way had such a status, in all rounds together. */
    long count(String name, IntPredicate status) {
        return runs(name).stream()
                .flatMap(run -> run.outcomes().entrySet().stream())
                .filter(outcome -> status.test(outcome.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The ratio of two ways in each round. */
    Figure ratio(String figure, String name, String to, ToDoubleFunction<Measured> measure) {
        return ratio(figure, name, measure, to, measure);
    }

    /** The same, where each way is measured in its own manner. */
    Figure ratio(
            String figure,
            String name,
            ToDoubleFunction<Measured> measure,
            String to,
            ToDoubleFunction<Measured> measureTo) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < runs(name).size(); round++) {
            ratios.add(measure.applyAsDouble(runs(name).get(round)) / measureTo.applyAsDouble(runs(to).get(round)));
        }
        return Figure.of(figure, "", ratios);
    }

    /** The latencies of every way, over all rounds. */
    Results.Curves curves(String plot, String title) {
        Map<String, Histogram> series = new LinkedHashMap<>();
        ways.keySet().forEach(name -> series.put(name, Measured.sum(runs(name))));
        return new Results.Curves(plot, title, series);
    }

    /** What every way did in each second of the last round. */
    Results.Seconds seconds(String plot, String title) {
        Map<String, long[]> series = new LinkedHashMap<>();
        ways.keySet().forEach(name -> series.put(name, runs(name).getLast().perSecond()));
        return new Results.Seconds(plot, title, series);
    }

    /** The CPU split of each way, its mean over the rounds. */
    void reportCpu(String figure, Results results) {
        cpu.forEach((name, splits) -> {
            Map<String, Double> mean = new LinkedHashMap<>();
            for (String part : Cpu.PARTS) {
                mean.put(
                        part,
                        splits.stream()
                                .mapToDouble(s -> s.getOrDefault(part, 0.0))
                                .average()
                                .orElse(0));
            }
            results.cpu(figure + ": " + name, mean);
        });
    }
}
