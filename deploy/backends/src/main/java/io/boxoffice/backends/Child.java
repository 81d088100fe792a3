package io.boxoffice.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process we started; its pid file lets the next run end it when this one is killed. */
public final class Child {
    private final String name;
    private final Process process;
    private final PidFile pidFile;
    private final Path log;

    private Child(String name, Process process, PidFile pidFile, Path log) {
        this.name = name;
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
    }

    /** Starts it with {@code folder/name.pid}, after ending what an earlier run left under that name; output goes to the log. */
    public static Child start(String name, Path folder, ProcessBuilder builder, Path log) {
        var pidFile = pidFile(folder, name);
        pidFile.reclaim(Duration.ofSeconds(10));
        try {
            Files.createDirectories(folder);
            Files.createDirectories(log.getParent());
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            var process = builder.start();
            pidFile.write(process.toHandle());
            return new Child(name, process, pidFile, log);
        } catch (IOException e) {
            throw new CannotStart(name + " did not start: " + e.getMessage(), e);
        }
    }

    static PidFile pidFile(Path folder, String name) {
        return new PidFile(folder.resolve(name + ".pid"));
    }

    public boolean isAlive() {
        return runs(process.toHandle());
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, and makes it end when it takes longer than the grace. */
    public void stop(Duration grace) {
        end(process.toHandle(), grace);
        pidFile.delete();
    }

    /** Ends it at once, as a crash would (SIGKILL). */
    public void kill() {
        end(process.toHandle(), Duration.ZERO);
        pidFile.delete();
    }

    /** What it wrote last, for the sentence that says why it ended. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(no output)";
        }
    }

    /** The complaint when it ended by itself. */
    public CannotStart ended() {
        return new CannotStart(name + " ended at once; " + log + " says why");
    }

    /** Ends a process and what it started: politely within the grace, then by force. */
    public static void end(ProcessHandle process, Duration grace) {
        var family = process.descendants().toList();
        if (grace.isPositive()) {
            process.destroy();
            awaitExit(process, grace);
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        awaitExit(process, Duration.ofSeconds(10));
    }

    /** Whether it runs; a dead process that its parent has not noticed yet (a zombie) does not. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException noSuchFile) {
            return false;
        }
    }

    static void awaitExit(ProcessHandle process, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        try {
            while (runs(process) && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
