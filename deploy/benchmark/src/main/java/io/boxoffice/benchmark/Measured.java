package io.boxoffice.benchmark;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one run of load met.
 *
 * @param latencies of every answer, in microseconds
 * @param outcomes how many answers of each status
 * @param inTime those of them that came before the end: answers to what was asked with intended times may come later
 * @param perSecond answers in each second of the run
 * @param seconds how long it ran
 * @param unanswered requests nobody answered
 */
record Measured(
        Histogram latencies,
        Map<Integer, Long> outcomes,
        Map<Integer, Long> inTime,
        long[] perSecond,
        double seconds,
        long unanswered) {

    static final long MAX_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(MAX_MICROS, DIGITS);
    }

    /** Answers of this status that came in time, for each second. */
    double rate(int status) {
        return inTime.getOrDefault(status, 0L) / seconds;
    }

    /** All answers that came in time, for each second. */
    double rate() {
        return sum(inTime) / seconds;
    }

    /** Answers in the first seconds of the run. */
    double answered(int firstSeconds) {
        return Arrays.stream(perSecond).limit(firstSeconds).sum();
    }

    /** Requests that got another answer than this, or none. */
    long without(int status) {
        return count() - outcomes.getOrDefault(status, 0L) + unanswered;
    }

    long count() {
        return sum(outcomes);
    }

    private static long sum(Map<Integer, Long> answers) {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Both together, for the curves over all rounds. */
    static Histogram sum(Iterable<Measured> runs) {
        Histogram all = histogram();
        runs.forEach(run -> all.add(run.latencies()));
        return all;
    }

    @Override
    public String toString() {
        return "%,10.0f /s  p50 %6.2f ms  p99 %7.2f ms  %s".formatted(rate(), millis(50), millis(99), outcomesText());
    }

    String outcomesText() {
        return new TreeMap<>(outcomes).toString();
    }
}
