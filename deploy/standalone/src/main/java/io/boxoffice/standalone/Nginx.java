package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.DebianPackages;
import io.boxoffice.backends.Programs;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An nginx to be started: the one on the PATH, or one from Debian's package, unpacked without being installed. */
public final class Nginx {
    private Nginx() {}

    /**
     * Runs in the foreground with the folder's nginx.conf.
     *
     * @param progress is told when the package has to be fetched first
     */
    public static ProcessBuilder process(Path folder, Path log, Consumer<String> progress) {
        var nginx = Programs.find("nginx").map(Path::toString).orElse(null);
        var builder = new ProcessBuilder().directory(folder.toFile());
        if (nginx == null) {
            if (!DebianPackages.available()) {
                throw new CannotStart("nginx is missing: install it so that it is on the PATH");
            }
            var tree = DebianPackages.unpack("nginx", progress, (work, path) -> {});
            nginx = tree.resolve("usr/sbin/nginx").toAbsolutePath().toString();
            builder.environment()
                    .put(
                            "LD_LIBRARY_PATH",
                            tree.resolve("usr/lib/x86_64-linux-gnu") + ":" + tree.resolve("usr/lib/aarch64-linux-gnu"));
        }
        return builder.command(
                nginx,
                "-p",
                folder + "/",
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-e",
                log.toString(),
                "-g",
                "daemon off;");
    }
}
