package io.boxoffice.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Plots as SVG text, readable on light and dark pages. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 70;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b");
    private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99};

    private final StringBuilder svg = new StringBuilder();

    private Chart(String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\" role=\"img\">%n<title>%s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH,
                HEIGHT,
                escape(title)));
        text(LEFT, 24, "start", title, "font-size=\"16\"");
    }

    /** One bar for each name, with its value written behind it. */
    static String bars(String title, String unit, Map<String, Double> values) {
        Chart chart = new Chart(title);
        double most = values.values().stream().mapToDouble(v -> v).max().orElse(1);
        int labels = 250;
        int step = (HEIGHT - TOP - 20) / Math.max(1, values.size());
        int row = 0;
        for (Map.Entry<String, Double> bar : values.entrySet()) {
            int y = TOP + row * step;
            double length = bar.getValue() / Math.max(most, 1e-9) * (WIDTH - labels - 120);
            chart.text(labels - 8, y + step * 0.45, "end", bar.getKey(), "");
            chart.svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                    labels,
                    y + step * 0.15,
                    length,
                    step * 0.5,
                    COLOURS.get(row % COLOURS.size())));
            chart.text(
                    labels + length + 6,
                    y + step * 0.45,
                    "start",
                    String.format(Locale.ROOT, "%,.0f %s", bar.getValue(), unit),
                    "");
            row++;
        }
        return chart.end();
    }

    /** Latency over percentiles, both on logarithmic scales as HdrHistogram draws them. */
    static String percentiles(String title, Map<String, Histogram> series) {
        Chart chart = new Chart(title);
        double most = series.values().stream()
                .mapToDouble(h -> h.getValueAtPercentile(PERCENTILES[PERCENTILES.length - 1]))
                .max()
                .orElse(1);
        double least = series.values().stream()
                .mapToDouble(Histogram::getMinValue)
                .min()
                .orElse(1);
        Scale y =
                new Scale(Math.log10(Math.max(1, least)), Math.log10(Math.max(most, least + 1)), HEIGHT - BOTTOM, TOP);
        Scale x = new Scale(0, nines(PERCENTILES[PERCENTILES.length - 1]), LEFT, WIDTH - RIGHT);
        for (double percentile : new double[] {0, 50, 90, 99, 99.9, 99.99}) {
            chart.gridX(x.at(nines(percentile)), (percentile + "%").replace(".0%", "%"));
        }
        for (double micros = 10; micros < most * 10; micros *= 10) {
            for (double tick : new double[] {micros, 2 * micros, 5 * micros}) {
                if (tick >= least && tick <= most) {
                    chart.gridY(y.at(Math.log10(tick)), tick / 1_000 + " ms");
                }
            }
        }
        int index = 0;
        for (Map.Entry<String, Histogram> one : series.entrySet()) {
            List<double[]> points = new ArrayList<>();
            for (double nines = 0; nines <= nines(99.99); nines += 0.05) {
                double percentile = 100 * (1 - Math.pow(10, -nines));
                double value = Math.max(1, one.getValue().getValueAtPercentile(percentile));
                points.add(new double[] {x.at(nines), y.at(Math.log10(value))});
            }
            chart.line(points, one.getKey(), index++);
        }
        return chart.end();
    }

    /** How much happened in each second. */
    static String seconds(String title, Map<String, long[]> series) {
        Chart chart = new Chart(title);
        long most = 1;
        int length = 2;
        for (long[] values : series.values()) {
            length = Math.max(length, values.length);
            for (long value : values) {
                most = Math.max(most, value);
            }
        }
        Scale x = new Scale(1, length, LEFT, WIDTH - RIGHT);
        Scale y = new Scale(0, most * 1.05, HEIGHT - BOTTOM, TOP);
        for (int second = 1; second <= length; second += Math.max(1, length / 10)) {
            chart.gridX(x.at(second), second + " s");
        }
        for (int part = 0; part <= 4; part++) {
            chart.gridY(y.at(most * part / 4.0), String.format(Locale.ROOT, "%,d", most * part / 4));
        }
        int index = 0;
        for (Map.Entry<String, long[]> one : series.entrySet()) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < one.getValue().length; i++) {
                points.add(new double[] {x.at(i + 1), y.at((double) one.getValue()[i])});
            }
            chart.line(points, one.getKey(), index++);
        }
        return chart.end();
    }

    private record Scale(double from, double to, double first, double last) {
        double at(double value) {
            return first + (value - from) / Math.max(to - from, 1e-9) * (last - first);
        }
    }

    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private void gridX(double x, String label) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>%n",
                x,
                x,
                TOP,
                HEIGHT - BOTTOM));
        text(x, HEIGHT - BOTTOM + 18, "middle", label, "");
    }

    private void gridY(double y, String label) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                LEFT,
                WIDTH - RIGHT,
                y,
                y));
        text(LEFT - 6, y + 4, "end", label, "");
    }

    private void line(List<double[]> points, String name, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder path = new StringBuilder();
        points.forEach(p -> path.append(String.format(Locale.ROOT, "%.1f,%.1f ", p[0], p[1])));
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                colour,
                path.toString().strip()));
        int x = LEFT + index * 165;
        svg.append(String.format(
                Locale.ROOT, "<rect x=\"%d\" y=\"40\" width=\"12\" height=\"12\" fill=\"%s\"/>%n", x, colour));
        text(x + 18, 50, "start", name, "");
    }

    private void text(double x, double y, String anchor, String words, String more) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222222\" %s>%s</text>%n",
                x,
                y,
                anchor,
                more,
                escape(words)));
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
