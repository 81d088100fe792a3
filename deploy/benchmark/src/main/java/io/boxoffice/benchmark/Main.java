package io.boxoffice.benchmark;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.benchmark.Bench.Effort;
import io.boxoffice.standalone.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command behind {@code ./boxoffice bench}. */
public final class Main {
    private static final int CUSTOMERS = 400;

    /** The logging framework forgets loggers nobody holds. */
    private static final List<Logger> QUIET = new ArrayList<>();

    private Main() {}

    public static void main(String[] arguments) {
        Path checkout = Path.of(System.getProperty("boxoffice.checkout", "")).toAbsolutePath();
        try {
            boolean kept = run(checkout, List.of(arguments));
            if (!kept) {
                System.err.println("Promises to customers were broken or seats sold twice: the report says how many.");
            }
            System.exit(kept ? 0 : 1);
        } catch (CannotStart | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Whether all promises to customers were kept. */
    private static boolean run(Path checkout, List<String> arguments) {
        if (arguments.contains("--list")) {
            System.out.println(String.join(" ", Rows.whole()) + "; and by itself: " + String.join(" ", Rows.apart()));
            return true;
        }
        boolean quick = arguments.contains("--quick");
        List<String> names = names(arguments);
        boolean whole = !quick && names.equals(Rows.whole());
        Path target = checkout.resolve("deploy/benchmark/target");
        Path report = whole ? checkout.resolve("docs/benchmark") : target.resolve("report");
        Results results = new Results();
        quietLibraries();
        System.out.println("Starting a system of its own");
        try (Stage stage = Stage.open(target.resolve("system"), CUSTOMERS, Progress.NONE)) {
            Machine.describe(stage, results);
            System.out.println("Measuring " + String.join(", ", names));
            Bench bench = new Bench(stage, quick ? Effort.QUICK : Effort.WHOLE, results);
            bench.warmUp();
            for (String name : names) {
                bench.measure(name, Rows.named(name));
            }
            hotUpdates(stage, results);
            bench.historyFigures();
        } catch (RuntimeException e) {
            new Report(results, target.resolve("report")).write();
            throw e;
        }
        new Report(results, report).write();
        System.out.println("Written: " + report.resolve("report.md"));
        return results.promisesAreKept();
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
        named.forEach(Rows::named);
        return named.isEmpty() ? Rows.whole() : named;
    }

    /** How many updates of seats stayed on their page and left the index alone. */
    private static void hotUpdates(Stage stage, Results results) {
        Stage.rest(Duration.ofSeconds(2));
        String where = " FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname = 'seats'";
        long updates = stage.number("SELECT n_tup_upd" + where);
        long hot = stage.number("SELECT n_tup_hot_upd" + where);
        if (updates > 0) {
            results.add(Figure.once("HOT share of seat updates", "", hot / (double) updates)
                    .atLeast(0.99, 1));
        }
    }
}
