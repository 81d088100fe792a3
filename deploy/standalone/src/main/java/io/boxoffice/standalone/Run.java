package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.PidFile;
import io.boxoffice.backends.PostgresBackend;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The files by which a run in the background is known to the commands that come later. */
record Run(Path folder) {
    /** Longer than a service, then PostgreSQL and RabbitMQ, and the gateway before, can take. */
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    /** The process that owns everything, if it runs. */
    Optional<ProcessHandle> supervisor() {
        return supervisorPid().process();
    }

    PidFile supervisorPid() {
        return new PidFile(folder.resolve("supervisor.pid"));
    }

    /** One line per step of the start; the last one is {@code up} or {@code failed}. */
    Path progress() {
        return folder.resolve("progress");
    }

    Path addressFile() {
        return folder.resolve("addresses.properties");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Where the parts of a running system are. */
    Properties addresses() {
        var addresses = new Properties();
        if (Files.exists(addressFile())) {
            try (Reader reader = Files.newBufferedReader(addressFile())) {
                addresses.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return addresses;
    }

    /** Stops the supervisor, which stops its children, and then whatever a killed run left; names what it had to end. */
    List<String> stop() {
        supervisorPid().reclaim(STOP_LIMIT);
        var left = leftovers();
        pidFiles().forEach(file -> file.reclaim(Duration.ofSeconds(15)));
        workers().end();
        new PostgresBackend(data().resolve("postgres"), 0, "", List.of()).stop();
        try {
            Files.deleteIfExists(addressFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var staying = leftovers();
        if (!staying.isEmpty()) {
            throw new CannotStart("Some processes do not end: " + String.join(", ", staying));
        }
        return left;
    }

    /** Names of the parts that run although nobody owns them. */
    List<String> leftovers() {
        var names = pidFiles().stream().map(this::name);
        var orphans = workers().running().stream().map(worker -> "gateway");
        return Stream.concat(names, orphans).distinct().toList();
    }

    private Workers workers() {
        return new Workers(data().resolve("gateway"));
    }

    /** Pid files of processes that still run. */
    private List<PidFile> pidFiles() {
        if (Files.notExists(data())) {
            return List.of();
        }
        try (var files = Files.find(data(), 2, (path, kind) -> path.toString().endsWith(".pid"))) {
            return files.map(PidFile::new)
                    .filter(pid -> pid.process().isPresent())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name(PidFile file) {
        return file.path().getFileName().toString().replace(".pid", "");
    }
}
