package io.boxoffice.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that check, from npm, and what happens where one is missing, or the way to it: the test is skipped with a loud
 * word, or fails where the environment says {@code MANIFEST_TOOLS=required}.
 */
final class TestTools {

    static final Path FOLDER = Path.of("target/checks").toAbsolutePath();

    private TestTools() {}

    /** Runs one of the tools; what it complains of becomes the exception. */
    static void run(Path folder, String tool, String... arguments) throws IOException {
        install();
        List<String> command = new ArrayList<>(List.of(
                "node", FOLDER.resolve("node_modules/.bin").resolve(tool).toString()));
        command.addAll(List.of(arguments));
        Programs.run(folder, command);
    }

    private static synchronized void install() throws IOException {
        if (Programs.find("node").isEmpty() || Programs.find("npm").isEmpty()) {
            skip("Node.js with npm is not installed");
        }
        Path lock = Path.of("src/test/checks/package-lock.json");
        Path installed = FOLDER.resolve("package-lock.json");
        if (Files.exists(FOLDER.resolve("node_modules/.package-lock.json")) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Files.createDirectories(FOLDER);
        Files.write(installed, Files.readAllBytes(lock));
        Files.write(FOLDER.resolve("package.json"), Files.readAllBytes(lock.resolveSibling("package.json")));
        try {
            Programs.run(FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        } catch (IOException e) {
            skip("npm could not fetch the tools: " + e.getMessage());
        }
    }

    /** Writes a program of the shell that stands in for another. */
    static void program(Path folder, String name, String body) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh -e\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** Aborts the test, unless the environment says that nothing may be left out. */
    static void skip(String why) {
        assertThat(System.getenv("MANIFEST_TOOLS")).as(why).isNotEqualTo("required");
        System.err.println("SKIPPED: compose file, manifests or alerts are not checked, because " + why);
        Assumptions.abort(why);
    }
}
