package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NicenessTest {

    /** Of what /proc tells of a thread behind its name, which ends in a bracket. */
    private static final int NICE = 16;

    @Test
    void everyThreadOfAProcessGivesWay() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jwebserver")
                                .toString(),
                        "-p",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // threads that are being started meanwhile may be missed
            await().untilAsserted(() -> {
                Niceness.give(process.pid());
                assertThat(niceness(process)).hasSizeGreaterThan(5).allMatch(nice -> nice >= 10);
            });
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whereThereIsNoSuchProcessNothingHappens() {
        Niceness.give(Long.MAX_VALUE);
    }

    private static List<Integer> niceness(Process process) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.map(NicenessTest::stat)
                    .map(stat -> Integer.valueOf(
                            stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE]))
                    .toList();
        }
    }

    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            return ") R" + " 19".repeat(NICE + 1);
        }
    }
}
