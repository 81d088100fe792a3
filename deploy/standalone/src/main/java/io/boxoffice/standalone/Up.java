package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Starts the system in the background and shows how it comes along. */
final class Up {
    private static final List<String> SERVICES =
            List.of("show-service", "booking-service", "notification-service", "expiry-worker");

    private final Path checkout;
    private final Map<String, String> environment;
    private final Console console;
    private final Run run;

    Up(Path checkout, Map<String, String> environment, Console console) {
        this.checkout = checkout;
        this.environment = environment;
        this.console = console;
        run = new Run(checkout.resolve(".boxoffice"));
    }

    void run(Set<String> flags) {
        var fresh = flags.contains("--fresh");
        if (!startUnlessRunning(fresh)) {
            if (fresh) {
                throw new CannotStart("Box Office is running: ./boxoffice down first, then up --fresh.");
            }
            console.line("Box Office is running already.");
        }
        new Status(checkout, console).printAddresses();
        if (flags.contains("--attach")) {
            attach();
        }
    }

    /** Whether it had to be started; of two commands at the same moment, the second waits for the first. */
    boolean startUnlessRunning(boolean fresh) {
        var lock = StartLock.acquire(
                run.folder(), () -> console.line("Another command is starting Box Office; waiting for it."));
        try (lock) {
            if (run.supervisor().isPresent()) {
                return false;
            }
            var begin = System.nanoTime();
            clear(fresh);
            Preflight.check(SystemOptions.ofCheckout(checkout, environment));
            console.line("Starting Box Office");
            follow(spawn());
            console.line(
                    String.format(Locale.ROOT, "Box Office is ready after %.1f s.", (System.nanoTime() - begin) / 1e9));
            return true;
        }
    }

    private void clear(boolean fresh) {
        var left = run.stop();
        if (!left.isEmpty()) {
            console.line("A killed run had left " + String.join(", ", left) + "; ended.");
        }
        if (fresh) {
            Folders.delete(run.data());
            Folders.delete(run.logs());
            deleteIfExists(run.folder().resolve("password"));
        }
        deleteIfExists(run.progress());
    }

    private Process spawn() {
        var apps = run.folder().resolve("apps");
        OwnCopy.ofServices(checkout, apps, SERVICES);
        var classPath = OwnCopy.ofClassPath(checkout, apps, System.getProperty("java.class.path"));
        var command = new ArrayList<String>();
        // a session of its own: closing the terminal or Ctrl-C does not reach it
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath,
                Supervisor.class.getName(),
                checkout.toString(),
                apps.toString()));
        try {
            Files.createDirectories(run.logs());
            var process = new ProcessBuilder(command)
                    .directory(run.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            run.logs().resolve("supervisor.log").toFile()))
                    .redirectInput(new File("/dev/null"))
                    .start();
            run.supervisorPid().write(process.toHandle());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the lines the supervisor writes until it says how the start ended. */
    private void follow(Process supervisor) {
        var shown = 0;
        while (true) {
            var alive = supervisor.isAlive();
            var lines = lines();
            for (var line : lines.subList(shown, lines.size())) {
                if (show(line)) {
                    return;
                }
            }
            shown = lines.size();
            if (!alive) {
                throw new CannotStart(
                        "Box Office ended while it started; " + run.logs().resolve("supervisor.log") + " says why.");
            }
            pause();
        }
    }

    private boolean show(String line) {
        var parts = List.of(line.split("\t", -1));
        switch (parts.getFirst()) {
            case "note" -> console.line("    " + parts.get(1) + " ...");
            case "ready" -> console.tick(parts.get(1), Duration.ofMillis(Long.parseLong(parts.get(2))));
            case "failed" -> throw new CannotStart(String.join("\n", parts.subList(1, parts.size())));
            default -> {
                return true;
            }
        }
        return false;
    }

    /** Whole lines only: the last one may still be on its way. */
    private List<String> lines() {
        try {
            var text = Files.exists(run.progress()) ? Files.readString(run.progress()) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void attach() {
        console.line("");
        console.line("Ctrl-C stops Box Office.");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.line("Stopping Box Office ...");
            run.stop();
        }));
        var command = new ArrayList<>(List.of("tail", "-n", "0", "-F"));
        SERVICES.forEach(
                service -> command.add(run.logs().resolve(service + ".log").toString()));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteIfExists(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted; ./boxoffice down stops what was started", e);
        }
    }
}
