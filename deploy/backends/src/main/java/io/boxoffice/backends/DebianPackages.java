package io.boxoffice.backends;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/** Programs from the system's packages, unpacked into a private folder: nothing is installed, and no root is needed. */
public final class DebianPackages {
    /** Changes an unpacked tree before others see it; the second argument is the path it will have. */
    public interface Fix {
        void apply(Path tree, Path finalPath) throws IOException;
    }

    private DebianPackages() {}

    /** Whether this system has the tools. */
    public static boolean available() {
        return Programs.find("apt-get").isPresent() && Programs.find("dpkg").isPresent();
    }

    /** The tree of a package with what it depends on and this system lacks; downloaded once per user and system release. */
    public static Path unpack(String name, Consumer<String> progress, Fix fix) {
        try {
            var cache = Files.createDirectories(Folders.cache().resolve("packages"));
            var tree = cache.resolve(name + "-" + release());
            try (var channel = FileChannel.open(
                            cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (lock.isValid() && Files.notExists(tree)) {
                    progress.accept("fetching " + name + " (only the first time)");
                    var work = cache.resolve(name + ".work");
                    Folders.delete(work);
                    fetch(name, work);
                    fix.apply(work.resolve("tree"), tree);
                    Files.move(work.resolve("tree"), tree, StandardCopyOption.ATOMIC_MOVE);
                    Folders.delete(work);
                }
            }
            return tree;
        } catch (IOException e) {
            throw new CannotStart("The package " + name + " could not be unpacked: " + e.getMessage(), e);
        }
    }

    private static void fetch(String name, Path work) throws IOException {
        var packages = Files.createDirectories(work.resolve("packages"));
        var tree = Files.createDirectories(work.resolve("tree"));
        try {
            download(name, packages, List.of());
        } catch (IOException oldOrMissingLists) {
            var own = ownState(work);
            Programs.run(work, command("apt-get", own, "-q", "update"));
            download(name, packages, own);
        }
        try (var files = Files.newDirectoryStream(packages, "*.deb")) {
            for (var file : files) {
                Programs.run(work, List.of("dpkg", "-x", file.toString(), tree.toString()));
            }
        }
    }

    private static void download(String name, Path packages, List<String> options) throws IOException {
        var plan =
                Programs.run(packages, command("apt-get", options, "install", "-s", "--no-install-recommends", name));
        var names = plan.lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split(" ", 3)[1])
                .toList();
        var download = command("apt-get", options, "-q", "-o", "APT::Sandbox::User=", "download");
        download.addAll(names);
        Programs.run(packages, download);
    }

    /** Package lists of our own: the system's may be missing or old, and only root may renew them. */
    private static List<String> ownState(Path work) throws IOException {
        Files.createDirectories(work.resolve("lists/partial"));
        Files.createDirectories(work.resolve("cache/archives/partial"));
        return List.of(
                "-o",
                "Dir::State::lists=" + work.resolve("lists"),
                "-o",
                "Dir::Cache=" + work.resolve("cache"),
                "-o",
                "APT::Sandbox::User=");
    }

    private static List<String> command(String program, List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(program);
        command.addAll(options);
        command.addAll(List.of(arguments));
        return command;
    }

    private static String release() throws IOException {
        var release = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("/etc/os-release"))) {
            release.load(reader);
        }
        return (release.getProperty("ID", "linux") + release.getProperty("VERSION_ID", "") + "-"
                        + System.getProperty("os.arch"))
                .replace("\"", "");
    }
}
