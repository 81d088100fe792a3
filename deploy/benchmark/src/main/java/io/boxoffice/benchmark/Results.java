package io.boxoffice.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Everything one run of the benchmark found, in the order it was found. */
final class Results {

    /** A plot of latencies: one curve for each way of doing the same. */
    record Curves(String name, String title, Map<String, Histogram> series) {}

    /** A plot of what happened in each second of a run. */
    record Seconds(String name, String title, Map<String, long[]> series) {}

    static final String BROKEN_PROMISES = "history, broken promises";
    static final String SOLD_TWICE = "contention, seats sold twice";

    private final Map<String, String> setting = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, Map<String, Double>> cpu = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Curves> curves = new ArrayList<>();
    private final List<Seconds> seconds = new ArrayList<>();

    void setting(String name, String value) {
        setting.put(name, value);
    }

    void add(Figure figure) {
        figures.add(figure);
    }

    /** Whether every customer has what they were told, and nobody else has it too. */
    boolean promisesAreKept() {
        return figures.stream()
                .filter(figure ->
                        figure.name().equals(BROKEN_PROMISES) || figure.name().equals(SOLD_TWICE))
                .allMatch(figure -> Boolean.TRUE.equals(figure.reached()));
    }

    /** Processors that each part kept busy during a kind of run. */
    void cpu(String run, Map<String, Double> busy) {
        cpu.put(run, busy);
    }

    void note(String text) {
        notes.add(text);
    }

    void plot(Curves plot) {
        curves.add(plot);
    }

    void plot(Seconds plot) {
        seconds.add(plot);
    }

    Map<String, String> settings() {
        return setting;
    }

    List<Figure> figures() {
        return figures;
    }

    Map<String, Map<String, Double>> cpu() {
        return cpu;
    }

    List<String> notes() {
        return notes;
    }

    List<Curves> curves() {
        return curves;
    }

    List<Seconds> seconds() {
        return seconds;
    }
}
