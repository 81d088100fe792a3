package io.boxoffice.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What people see. */
final class Console {
    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    void tick(String part, Duration took) {
        out.printf(Locale.ROOT, "  \u2713 %-22s %5.1f s%n", part, took.toMillis() / 1000.0);
    }
}
