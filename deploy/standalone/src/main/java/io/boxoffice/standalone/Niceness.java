package io.boxoffice.standalone;

import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes a process give way to others that want the processors. */
final class Niceness {

    /** The scheduler then gives it a ninth of what it gives to others. */
    private static final String GIVING_WAY = "10";

    private static final Path PROCESSES = Path.of("/proc");

    /** From now on, with all its threads and those they start; where that is not possible, nothing changes. */
    static void give(long pid) {
        try (Stream<Path> threads =
                Files.list(PROCESSES.resolve(Long.toString(pid)).resolve("task"))) {
            List<String> command = new ArrayList<>(List.of("renice", "-n", GIVING_WAY, "-p"));
            threads.forEach(thread -> command.add(thread.getFileName().toString()));
            Programs.run(PROCESSES, command);
        } catch (IOException e) {
            // no Linux, no renice, or a thread has just ended: it was worth a try
        }
    }

    private Niceness() {}
}
