package io.boxoffice.benchmark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param value the median of the rounds, or the only one
 * @param rounds what each round gave
 * @param goal what it has to reach, in words; absent where nothing is asked
 */
record Figure(
        String name,
        double value,
        String unit,
        List<Double> rounds,
        @Nullable String goal,
        @Nullable Boolean reached) {

    static Figure of(String name, String unit, List<Double> rounds) {
        return new Figure(name, Statistics.median(rounds), unit, List.copyOf(rounds), null, null);
    }

    static Figure once(String name, String unit, double value) {
        return of(name, unit, List.of(value));
    }

    static Figure count(String name, String unit, long value) {
        return once(name, unit, (double) value);
    }

    Figure atLeast(double least, double aim) {
        return new Figure(name, value, unit, rounds, goal("at least", least, aim), value >= least);
    }

    Figure atMost(double most, double aim) {
        return new Figure(name, value, unit, rounds, goal("at most", most, aim), value <= most);
    }

    private static String goal(String word, double bound, double aim) {
        return word + " " + plain(bound) + (bound == aim ? "" : ", aim " + plain(aim));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
