package io.boxoffice.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where RabbitMQ's programs lie.
 *
 * @param server the script that starts the broker itself (a distribution's wrapper would insist on a user of its own)
 * @param path folders that must come first on the PATH
 * @param libraries folders of shared libraries the system lacks
 */
record RabbitSoftware(Path server, List<Path> path, List<Path> libraries) {
    private static final List<String> USUAL_HOMES = List.of(
            "/usr/lib/rabbitmq/lib", "/usr/local/lib/rabbitmq/lib", "/opt/rabbitmq", "/opt/homebrew/opt/rabbitmq");

    /** An installed RabbitMQ, else the distribution's packages unpacked privately. */
    static RabbitSoftware find(Consumer<String> progress) {
        return installed().orElseGet(() -> unpacked(progress));
    }

    /** A program of this RabbitMQ's Erlang. */
    String program(String name) {
        return path.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> Programs.find(name))
                .map(Path::toString)
                .orElseThrow(() -> new CannotStart("RabbitMQ needs " + name + ", which is missing"));
    }

    private static Optional<RabbitSoftware> installed() {
        if (Programs.find("erl").isEmpty()) {
            return Optional.empty();
        }
        return USUAL_HOMES.stream()
                .flatMap(home -> scriptBelow(Path.of(home)).stream())
                .findFirst()
                .map(script -> new RabbitSoftware(script, List.of(), List.of()));
    }

    private static RabbitSoftware unpacked(Consumer<String> progress) {
        if (!DebianPackages.available()) {
            throw new CannotStart(
                    "RabbitMQ is missing: install rabbitmq-server, or give a broker in BOXOFFICE_RABBITMQ_URL");
        }
        var tree = DebianPackages.unpack("rabbitmq-server", progress, RabbitSoftware::moveErlang);
        var erlang = tree.resolve("usr/lib/erlang");
        var script = scriptBelow(tree.resolve("usr/lib/rabbitmq/lib"))
                .orElseThrow(
                        () -> new CannotStart("The unpacked RabbitMQ in " + tree + " is broken: delete that folder"));
        return new RabbitSoftware(
                script,
                List.of(erlang.resolve("bin"), runtime(erlang).resolve("bin")),
                List.of(tree.resolve("usr/lib/" + multiarch()), tree.resolve("lib/" + multiarch())));
    }

    private static Optional<Path> scriptBelow(Path home) {
        if (!Files.isDirectory(home)) {
            return Optional.empty();
        }
        try (var tree = Files.walk(home, 3)) {
            return tree.filter(path -> path.endsWith("sbin/rabbitmq-server"))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path runtime(Path erlang) {
        try (Stream<Path> folders = Files.list(erlang)) {
            return folders.filter(path -> path.getFileName().toString().startsWith("erts-"))
                    .findFirst()
                    .orElseThrow(() -> new CannotStart("Erlang in " + erlang + " is broken: delete that folder"));
        } catch (IOException e) {
            throw new CannotStart("Erlang in " + erlang + " is broken: delete that folder", e);
        }
    }

    /** Debian's start script names the folder it would be installed to. */
    private static void moveErlang(Path tree, Path finalPath) throws IOException {
        var script = tree.resolve("usr/lib/erlang/bin/erl");
        var text = Files.readString(script);
        var home = finalPath.resolve("usr/lib/erlang");
        Files.writeString(script, text.replace("ROOTDIR=/usr/lib/erlang", "ROOTDIR=\"" + home + "\""));
    }

    private static String multiarch() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
    }
}
