package io.boxoffice.backends;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Keeps the test backends of one checkout alive for a whole build: the first test JVM starts it as a process of its own,
 * the others share it, and it ends everything when the last build that uses it has ended.
 */
public final class Keeper {
    private static final Duration STARTUP_LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Path folder;

    Keeper(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    public static void main(String[] arguments) {
        try {
            new Keeper(Path.of(arguments[0])).keep();
            System.exit(0);
        } catch (RuntimeException | IOException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Called by a test JVM: registers the owner and returns the addresses, after starting a keeper if there is none. */
    Properties join(ProcessHandle owner) {
        try {
            Files.createDirectories(owners());
            return locked(() -> {
                new PidFile(owners().resolve("" + owner.pid())).write(owner);
                if (keeperPid().process().isEmpty() || Files.notExists(state())) {
                    keeperPid().reclaim(Duration.ofSeconds(20));
                    Files.deleteIfExists(state());
                    spawn();
                }
                return read(state());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The topmost Maven above this process, so that all modules' test JVMs share; without Maven, this process. */
    static ProcessHandle owner() {
        var owner = ProcessHandle.current();
        for (var parent = owner.parent();
                parent.isPresent();
                parent = parent.get().parent()) {
            if (isMaven(parent.get())) {
                owner = parent.get();
            }
        }
        return owner;
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info()
                .arguments()
                .filter(arguments -> List.of(arguments).contains("org.codehaus.plexus.classworlds.launcher.Launcher")
                        || List.of(arguments).contains("org.apache.maven.wrapper.MavenWrapperMain"))
                .isPresent();
    }

    private void spawn() throws IOException {
        var arguments = folder.resolve("keeper.args");
        Files.writeString(
                arguments, """
                -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
                -cp "%s"
                %s "%s"
                """.formatted(System.getProperty("java.class.path"), Keeper.class.getName(), folder));
        var command = new ArrayList<String>();
        // a session of its own, so that Ctrl-C reaches the build first and the keeper can still clean up
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + arguments);
        var log = folder.resolve("keeper.log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log))
                .redirectInput(new File("/dev/null"))
                .start();
        keeperPid().write(process.toHandle());
        Waiting.until(
                STARTUP_LIMIT,
                () -> {
                    if (Files.exists(state())) {
                        return true;
                    }
                    if (!process.isAlive()) {
                        throw failure(log);
                    }
                    return false;
                },
                () -> failure(log));
    }

    private static CannotStart failure(File log) {
        return new CannotStart("The test backends did not start; " + log + " says why");
    }

    private void keep() throws IOException {
        var backends = new TestBackends(folder, System.getenv());
        try {
            publish(backends.start());
            do {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } while (!locked(this::retire));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            backends.stop();
            keeperPid().delete();
        }
    }

    private void publish(Properties addresses) throws IOException {
        var work = folder.resolve("state.work");
        try (var writer = Files.newBufferedWriter(work)) {
            addresses.store(writer, null);
        }
        Files.move(work, state(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** True, and closed for newcomers, when nobody owns this any more. */
    private boolean retire() throws IOException {
        if (nobodyOwns()) {
            Files.deleteIfExists(state());
            return true;
        }
        return false;
    }

    private boolean nobodyOwns() throws IOException {
        var owned = false;
        try (var files = Files.newDirectoryStream(owners())) {
            for (var file : files) {
                var owner = new PidFile(file);
                if (owner.process().isPresent()) {
                    owned = true;
                } else {
                    owner.delete();
                }
            }
        }
        return !owned;
    }

    /** Test JVMs and keeper exclude each other between looking and acting. */
    private <T> T locked(IOAction<T> action) throws IOException {
        try (var channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return action.run();
        }
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private Path state() {
        return folder.resolve("state.properties");
    }

    private Path owners() {
        return folder.resolve("owners");
    }

    private PidFile keeperPid() {
        return new PidFile(folder.resolve("keeper.pid"));
    }

    private interface IOAction<T> {
        T run() throws IOException;
    }
}
