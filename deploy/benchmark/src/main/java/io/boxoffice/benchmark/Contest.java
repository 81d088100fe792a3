package io.boxoffice.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Several ways of doing the same thing, run in turns: each round runs all of them, the first one of the last round comes
 * last, so that a machine that grows slower or faster favours nobody.
 */
final class Contest {

    private final Stage stage;
    private final Map<String, LongFunction<Measured>> ways = new LinkedHashMap<>();
    private final Map<String, List<Measured>> runs = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Double>>> cpu = new LinkedHashMap<>();

    Contest(Stage stage) {
        this.stage = stage;
    }

    /** Adds a way; it gets a seed that is the same for all of a round. */
    Contest way(String name, LongFunction<Measured> run) {
        ways.put(name, run);
        runs.put(name, new ArrayList<>());
        cpu.put(name, new ArrayList<>());
        return this;
    }

    Contest run(int rounds) {
        List<String> order = new ArrayList<>(ways.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : order) {
                once(name, round);
            }
            order.add(order.removeFirst());
        }
        return this;
    }

    private void once(String name, int round) {
        stage.checkpoint();
        Map<String, Double> before = Cpu.used();
        long begin = System.nanoTime();
        LongFunction<Measured> way = ways.get(name);
        if (way != null) {
            Measured measured = way.apply(round + 1L);
            runs(name).add(measured);
            cpu.getOrDefault(name, new ArrayList<>()).add(Cpu.busy(before, (System.nanoTime() - begin) / 1e9));
            System.out.printf(
                    "    %-34s %,10.0f /s  p50 %6.2f ms  p99 %7.2f ms  %s%n",
                    name, measured.rate(), measured.millis(50), measured.millis(99), measured.outcomesText());
        }
    }

    List<Measured> runs(String name) {
        return runs.getOrDefault(name, List.of());
    }

    /** What a measure of a way was in each round. */
    List<Double> each(String name, java.util.function.ToDoubleFunction<Measured> measure) {
        return runs(name).stream().mapToDouble(measure).boxed().toList();
    }

    /** The ratio of two ways in each round. */
    List<Double> ratios(String name, String to, java.util.function.ToDoubleFunction<Measured> measure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < runs(name).size(); round++) {
            ratios.add(measure.applyAsDouble(runs(name).get(round)) / measure.applyAsDouble(runs(to).get(round)));
        }
        return ratios;
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
