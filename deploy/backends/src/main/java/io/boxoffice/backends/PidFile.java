package io.boxoffice.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Names one process by pid and start time, so that a pid that was given away again never makes us end a stranger. */
public record PidFile(Path path) {
    /** The system derives start times from a clock that may be adjusted a little. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);

    public void write(ProcessHandle process) {
        var started = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, process.pid() + " " + started.toEpochMilli() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that was written here, if it still runs. */
    public Optional<ProcessHandle> process() {
        try {
            var parts = Files.readString(path).strip().split(" ", 2);
            var started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(Child::runs)
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(actual -> isClose(actual, started))
                            .isPresent());
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException torn) {
            return Optional.empty();
        }
    }

    /** Ends the process that was written here, if it still runs, and forgets it. */
    public void reclaim(Duration grace) {
        process().ifPresent(process -> Child.end(process, grace));
        delete();
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isClose(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }
}
