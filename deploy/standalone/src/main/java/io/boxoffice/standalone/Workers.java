package io.boxoffice.standalone;

import io.boxoffice.backends.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The gateway's worker processes, which go on serving when their master is killed. */
record Workers(Path folder) {
    private static final String COMMAND = "nginx: worker process";

    /** Those that run; they are told from a foreign nginx by the folder they work in. */
    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    void end() {
        running().forEach(worker -> Child.end(worker, Duration.ofSeconds(2)));
    }

    private boolean isOurs(ProcessHandle process) {
        var entry = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readString(entry.resolve("cmdline")).startsWith(COMMAND)
                    && Files.isSameFile(entry.resolve("cwd"), folder);
        } catch (IOException endedOrForbidden) {
            return false;
        }
    }
}
