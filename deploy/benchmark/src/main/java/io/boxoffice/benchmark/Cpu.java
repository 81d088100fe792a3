package io.boxoffice.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who used the processors, from what Linux counts for each process (proc(5)). */
final class Cpu {

    private static final double TICKS_PER_SECOND = 100;
    private static final int FIRST_TIME = 11;
    private static final int ITSELF = 12;
    private static final int WITH_CHILDREN = 14;
    private static final Path PROC = Path.of("/proc");

    /** The parts that are told apart. */
    static final List<String> PARTS =
            List.of("load generator", "booking-service", "PostgreSQL", "gateway", "RabbitMQ", "others");

    private Cpu() {}

    /** Seconds each part has used so far. */
    static Map<String, Double> used() {
        Map<String, Double> seconds = new HashMap<>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                add(process, seconds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seconds;
    }

    /** How many processors each part kept busy meanwhile. */
    static Map<String, Double> busy(Map<String, Double> before, double seconds) {
        Map<String, Double> after = used();
        Map<String, Double> busy = new LinkedHashMap<>();
        for (String part : PARTS) {
            double used = after.getOrDefault(part, 0.0) - before.getOrDefault(part, 0.0);
            busy.put(part, Math.max(0, used / seconds));
        }
        return busy;
    }

    private static void add(Path process, Map<String, Double> seconds) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // PostgreSQL's connections are processes that come and go: the server has counted those that went
            int last = name.equals("postgres") ? WITH_CHILDREN : ITSELF;
            long ticks = 0;
            for (int field = FIRST_TIME; field <= last; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            double used = ticks / TICKS_PER_SECOND;
            seconds.merge(part(process, name), used, Double::sum);
        } catch (IOException ended) {
            // a process that is gone uses nothing
        }
    }

    private static String part(Path process, String name) throws IOException {
        if (process.getFileName().toString().equals("" + ProcessHandle.current().pid())) {
            return "load generator";
        }
        return switch (name) {
            case "postgres" -> "PostgreSQL";
            case "nginx" -> "gateway";
            case "beam.smp" -> "RabbitMQ";
            case "java" ->
                Files.readString(process.resolve("cmdline")).contains("booking-service/target")
                        ? "booking-service"
                        : "others";
            default -> "others";
        };
    }
}
