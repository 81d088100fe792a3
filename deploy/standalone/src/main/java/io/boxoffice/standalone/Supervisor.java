package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Collectors;

/** Owns the running system: starts it, revives what dies, and stops it when told to (SIGTERM). */
public final class Supervisor {
    private static final long LOOK_EVERY_MILLIS = 2_000;

    private final Run run;
    private final BoxOfficeSystem system;
    private volatile boolean stopping;

    private Supervisor(Run run, SystemOptions options) {
        this.run = run;
        system = new BoxOfficeSystem(options, new Progress() {
            @Override
            public void note(String text) {
                report("note\t" + text);
            }

            @Override
            public void ready(String part, Duration took) {
                report("ready\t" + part + "\t" + took.toMillis());
            }
        });
    }

    /** Arguments: the checkout, and the folder of the programs' copies. */
    public static void main(String[] arguments) {
        quietLibraries();
        var options = SystemOptions.ofCheckout(Path.of(arguments[0]), System.getenv());
        var apps = Path.of(arguments[1]);
        var run = new Run(options.folder());
        new Supervisor(run, options.from(apps, apps.resolve("gateway"))).supervise();
    }

    private void supervise() {
        run.supervisorPid().write(ProcessHandle.current());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            system.start();
            Folders.writeSecret(
                    run.addressFile(),
                    system.addresses().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("\n", "", "\n")));
            report("up");
            watch();
        } catch (CannotStart e) {
            e.printStackTrace();
            report("failed\t" + String.valueOf(e.getMessage()).replace("\n", "\t"));
            System.exit(1);
        }
    }

    private void watch() {
        try {
            while (!stopping) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                reviveUnlessStopping();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void reviveUnlessStopping() {
        if (!stopping) {
            system.revive().forEach(System.out::println);
        }
    }

    private void stop() {
        stopping = true;
        synchronized (this) {
            system.stop();
            run.supervisorPid().delete();
        }
    }

    private void report(String line) {
        try {
            Files.writeString(run.progress(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quietLibraries() {
        for (var name : new String[] {"okhttp3", "mockwebserver3", "no.nav", "com.icegreen", "io.zonky"}) {
            var logger = java.util.logging.Logger.getLogger(name);
            logger.setLevel(java.util.logging.Level.WARNING);
            KEPT.add(logger);
        }
    }

    /** The logging framework forgets loggers nobody holds. */
    private static final java.util.List<java.util.logging.Logger> KEPT = new java.util.ArrayList<>();
}
