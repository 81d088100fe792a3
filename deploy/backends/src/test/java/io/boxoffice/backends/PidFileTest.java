package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path folder;

    @Test
    void endsTheProcessItNames() throws IOException {
        var left = new ProcessBuilder("sleep", "60").start();
        pidFile().write(left.toHandle());
        pidFile().reclaim(Duration.ofSeconds(5));
        assertThat(Child.runs(left.toHandle())).isFalse();
        assertThat(folder.resolve("x.pid")).doesNotExist();
    }

    @Test
    void neverEndsAStrangerThatGotThePidLater() throws IOException {
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("x.pid"), stranger.pid() + " 1000000\n");
            pidFile().reclaim(Duration.ofSeconds(5));
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aTornFileNamesNobody() throws IOException {
        Files.writeString(folder.resolve("x.pid"), "12");
        assertThat(pidFile().process()).isEmpty();
    }

    private PidFile pidFile() {
        return new PidFile(folder.resolve("x.pid"));
    }
}
