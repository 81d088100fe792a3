package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {
    @TempDir
    Path folder;

    @Test
    void endsOrphansOfOurGatewayAndNoForeignNginx() throws IOException {
        var ours = Files.createDirectories(folder.resolve("data/gateway"));
        var orphan = start("nginx: worker process", ours);
        var foreign = start("nginx: worker process", folder);
        var other = start("editor", ours);
        try {
            var workers = new Workers(ours);
            await().until(() -> !workers.running().isEmpty());
            assertThat(new Run(folder).leftovers()).containsExactly("gateway");

            assertThat(new Run(folder).stop()).containsExactly("gateway");
            assertThat(orphan.isAlive()).isFalse();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(other.isAlive()).isTrue();
            assertThat(new Run(folder).leftovers()).isEmpty();
        } finally {
            orphan.destroyForcibly();
            foreign.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private static Process start(String name, Path folder) throws IOException {
        return new ProcessBuilder("bash", "-c", "exec -a '" + name + "' sleep 60")
                .directory(folder.toFile())
                .start();
    }
}
