package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    Path folder;

    @Test
    void endsWhatAKilledRunLeftAndNothingElse() throws IOException {
        var ours = new ProcessBuilder("sleep", "60").start();
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            new PidFile(folder.resolve("data/redis/redis.pid")).write(ours.toHandle());
            Files.createDirectories(folder.resolve("data/gateway"));
            Files.writeString(folder.resolve("data/gateway/gateway.pid"), stranger.pid() + " 1000000\n");

            assertThat(new Run(folder).stop()).containsExactly("redis");
            assertThat(new Run(folder).leftovers()).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            ours.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    @Test
    void aFolderThatNeverSawARunIsFine() {
        assertThat(new Run(folder).stop()).isEmpty();
        assertThat(new Run(folder).supervisor()).isEmpty();
        assertThat(new Run(folder).addresses()).isEmpty();
    }
}
