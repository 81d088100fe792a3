package io.boxoffice.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the results for people (Markdown with plots) and for programs (JSON). */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final double NEARLY_ALL = 0.9;

    private final Results results;
    private final Path folder;

    Report(Results results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void write() {
        String table = table();
        System.out.println();
        System.out.println(table);
        try {
            Files.createDirectories(folder);
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("settings", results.settings());
            all.put("figures", results.figures());
            all.put("processorsBusy", results.cpu());
            all.put("notes", results.notes());
            Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(all) + "\n");
            Files.writeString(folder.resolve("report.md"), markdown(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String markdown(String table) throws IOException {
        StringBuilder text = new StringBuilder("""
            # What was measured

            Written by `./boxoffice bench`, which starts a system of its own on one machine, runs it and the baselines in
            turns, and takes the median of the rounds; ratios are taken in each round. Everything shares the same processors:
            the load generator, booking-service, PostgreSQL and the rest. Peak throughput is a closed model (whoever has an
            answer asks again), latency at half the peak an open one (requests have intended times, and waiting for a
            connection counts). The baselines use plain JDBC without HTTP, JSON or tokens, on tables of the same shape in the
            same PostgreSQL, each with as many transactions at once as suits it best:

            * **(a) usual design**: BEGIN, SELECT FOR UPDATE, INSERT booking, UPDATE seats, COMMIT;
            * **(b) single statement**: claim and booking in one statement, one hold per transaction.

            Every contest has a first round that warms up and does not count. In the hot show a good answer is the truth
            about the seats asked for, granted or refused because they are somebody else's, on both sides. The write-ahead
            log of refusals is counted record by record (pg_walinspect), without those of checkpoints and of the server's
            reports about itself. Every call of a customer whose seats are known is in the history that is checked.

            ## Figures

            """);
        text.append(table).append("\nThe machine-readable form is [results.json](results.json).\n\n## Plots\n\n");
        plots(text);
        text.append("## Who used the processors\n\nProcessors kept busy, by part.\n\n")
                .append(cpuTable());
        text.append("\n## Machine and settings\n\n| what | value |\n|---|---|\n");
        results.settings().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
        if (!results.notes().isEmpty()) {
            text.append("\n## Notes\n\n");
            results.notes().forEach(note -> text.append("* ").append(note).append('\n'));
        }
        return text.toString();
    }

    private void plots(StringBuilder text) throws IOException {
        Map<String, Double> bars = new LinkedHashMap<>();
        results.figures().stream()
                .filter(figure -> List.of("holds/s", "sales/s").contains(figure.unit()))
                .forEach(figure -> bars.put(figure.name(), figure.value()));
        if (!bars.isEmpty()) {
            plot(text, "throughput", "Throughput", Chart.bars("Throughput", "/s", bars));
        }
        for (Results.Curves curves : results.curves()) {
            plot(text, curves.name(), curves.title(), Chart.percentiles(curves.title(), curves.series()));
        }
        for (Results.Seconds seconds : results.seconds()) {
            plot(text, seconds.name(), seconds.title(), Chart.seconds(seconds.title(), seconds.series()));
        }
    }

    private void plot(StringBuilder text, String name, String title, String svg) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), svg);
        text.append("![%s](%s.svg)%n%n".formatted(title, name));
    }

    private String table() {
        StringBuilder table = new StringBuilder("| figure | value | rounds | goal | |\n|---|---|---|---|---|\n");
        for (Figure figure : results.figures()) {
            String rounds = figure.rounds().size() < 2
                    ? ""
                    : figure.rounds().stream().map(Report::number).collect(Collectors.joining(" "));
            table.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            figure.name(),
                            (number(figure.value()) + " " + figure.unit()).strip(),
                            rounds,
                            figure.goal() == null ? "" : figure.goal(),
                            figure.reached() == null ? "" : figure.reached() ? "reached" : "**missed**"));
        }
        return table.toString();
    }

    private String cpuTable() {
        StringBuilder table = new StringBuilder("| run | " + String.join(" | ", Cpu.PARTS)
                + " | all | limited by |\n|---" + "|---".repeat(Cpu.PARTS.size() + 2) + "|\n");
        results.cpu().forEach((run, busy) -> {
            table.append("| ").append(run);
            Cpu.PARTS.forEach(
                    part -> table.append(String.format(Locale.ROOT, " | %.2f", busy.getOrDefault(part, 0.0))));
            double all = busy.values().stream().mapToDouble(v -> v).sum();
            table.append(String.format(Locale.ROOT, " | %.2f | %s |%n", all, limit(busy, all)));
        });
        return table.toString();
    }

    /** Who works most where the processors are nearly used up; else it is waiting, for the disk or for each other. */
    private static String limit(Map<String, Double> busy, double all) {
        String most =
                Collections.max(busy.entrySet(), Map.Entry.comparingByValue()).getKey();
        return all > NEARLY_ALL * Runtime.getRuntime().availableProcessors() ? "processors, mostly " + most : "waiting";
    }

    static String number(double value) {
        double size = Math.abs(value);
        String format =
                value == Math.rint(value) || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
