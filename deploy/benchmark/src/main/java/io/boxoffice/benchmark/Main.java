package io.boxoffice.benchmark;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.benchmark.Benchmark.Effort;
import io.boxoffice.standalone.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command behind {@code ./boxoffice bench}. */
public final class Main {
    private static final int CUSTOMERS = 400;

    private static final Map<String, Consumer<Benchmark>> FIGURES = figures();

    /** The logging framework forgets loggers nobody holds. */
    private static final List<Logger> QUIET = new ArrayList<>();

    private Main() {}

    public static void main(String[] arguments) {
        Path checkout = Path.of(System.getProperty("boxoffice.checkout", "")).toAbsolutePath();
        try {
            run(checkout, List.of(arguments));
            System.exit(0);
        } catch (CannotStart | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(Path checkout, List<String> arguments) {
        if (arguments.contains("--list")) {
            System.out.println(String.join(" ", FIGURES.keySet()));
            return;
        }
        boolean quick = arguments.contains("--quick");
        List<String> names = names(arguments);
        boolean whole = !quick && names.size() == FIGURES.size();
        Path target = checkout.resolve("deploy/benchmark/target");
        Path report = whole ? checkout.resolve("docs/benchmark") : target.resolve("report");
        Results results = new Results();
        quietLibraries();
        System.out.println("Starting a system of its own");
        try (Stage stage = Stage.open(target.resolve("system"), CUSTOMERS, Progress.NONE)) {
            Machine.describe(stage, results);
            System.out.println("Measuring " + String.join(", ", names));
            Benchmark benchmark = new Benchmark(stage, quick ? Effort.QUICK : Effort.WHOLE, results);
            benchmark.warmUp();
            for (String name : names) {
                FIGURES.getOrDefault(name, any -> {}).accept(benchmark);
            }
            benchmark.hotUpdates();
            benchmark.historyFigures();
        } catch (RuntimeException e) {
            new Report(results, target.resolve("report")).write();
            throw e;
        }
        new Report(results, report).write();
        System.out.println("Written: " + report.resolve("report.md"));
    }

    private static void quietLibraries() {
        for (String name : List.of("okhttp3", "mockwebserver3", "no.nav", "com.icegreen", "io.zonky")) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(Level.WARNING);
            QUIET.add(logger);
        }
    }

    /** All, or those behind {@code --only}. */
    static List<String> names(List<String> arguments) {
        int only = arguments.indexOf("--only");
        List<String> named = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (only >= 0 && i > only && !argument.startsWith("--")) {
                named.add(argument);
            } else if (!List.of("--quick", "--only").contains(argument)) {
                throw new IllegalArgumentException(
                        "Unknown: " + argument + ". Known here: --quick, --only NAME..., --list");
            }
        }
        named.stream().filter(name -> !FIGURES.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "There is no figure " + name + "; there are: " + String.join(" ", FIGURES.keySet()));
        });
        return named.isEmpty() ? List.copyOf(FIGURES.keySet()) : named;
    }

    private static Map<String, Consumer<Benchmark>> figures() {
        Map<String, Consumer<Benchmark>> figures = new LinkedHashMap<>();
        figures.put("holds", Benchmark::holds);
        figures.put("general-admission", Benchmark::generalAdmission);
        figures.put("sales", Benchmark::sales);
        figures.put("lone", Benchmark::lone);
        figures.put("hot", Benchmark::hot);
        figures.put("refusals", Benchmark::refusals);
        figures.put("latency", Benchmark::latency);
        figures.put("contention", Benchmark::contention);
        return figures;
    }
}
