package io.boxoffice.benchmark;

import java.util.List;

/** The few numbers that several rounds come down to. */
final class Statistics {

    /** The middle one; between the two in the middle for an even count. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private Statistics() {}
}
