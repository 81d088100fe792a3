package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCopyTest {
    @TempDir
    Path folder;

    @Test
    void makesTheCopyLikeTheSourceAndLeavesNothingOld() throws IOException {
        var source = Files.createDirectories(folder.resolve("source/lib"));
        Files.writeString(source.resolve("a.jar"), "one");
        Files.writeString(source.resolve("b.jar"), "two");
        OwnCopy.mirror(folder.resolve("source"), folder.resolve("copy"));
        Files.writeString(source.resolve("a.jar"), "other");
        Files.delete(source.resolve("b.jar"));
        OwnCopy.mirror(folder.resolve("source"), folder.resolve("copy"));

        assertThat(folder.resolve("copy/lib/a.jar")).hasContent("other");
        assertThat(folder.resolve("copy/lib/b.jar")).doesNotExist();
    }

    @Test
    void replacesOnlyTheClassPathEntriesOfTheCheckout() throws IOException {
        var checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.writeString(checkout.resolve("own.jar"), "jar");
        var classPath = OwnCopy.ofClassPath(
                checkout, checkout.resolve(".boxoffice/apps"), checkout.resolve("own.jar") + ":/elsewhere/other.jar");
        assertThat(classPath).isEqualTo(checkout.resolve(".boxoffice/apps/launcher/own.jar") + ":/elsewhere/other.jar");
    }
}
