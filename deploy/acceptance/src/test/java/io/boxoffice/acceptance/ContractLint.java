package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Redocly's linter. It is a test tool: where Node.js, npm or the way to npm's registry is missing, the test is skipped
 * with a loud word, or fails where the environment says {@code CONTRACT_TOOLS=required}.
 */
final class ContractLint {

    private static final Path TOOLS = Path.of("src/test/checks").toAbsolutePath();
    private static final long MOST_MINUTES = 3;

    /** What the linter prints, and whether it is content. */
    record Verdict(int status, String output) {}

    static Verdict of(Path document) throws IOException {
        if (!isOnPath("node") || !isOnPath("npm")) {
            skip("Node.js with npm is not installed");
        }
        if (Files.notExists(TOOLS.resolve("node_modules/.package-lock.json"))) {
            Verdict install = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (install.status() != 0) {
                skip("npm could not fetch the linter: " + install.output());
            }
        }
        return run(
                "node",
                "node_modules/@redocly/cli/bin/cli.js",
                "lint",
                "--config",
                "redocly.yaml",
                document.toAbsolutePath().normalize().toString());
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void skip(String why) {
        assertThat(System.getenv("CONTRACT_TOOLS")).as(why).isNotEqualTo("required");
        System.err.println("SKIPPED: the contract was not linted, because " + why);
        Assumptions.abort(why);
    }

    private static Verdict run(String... command) throws IOException {
        Path log = Files.createTempFile("contract-lint", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TOOLS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process process = builder.start();
        try {
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Verdict(-1, "took more than " + MOST_MINUTES + " minutes");
            }
            return new Verdict(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private ContractLint() {}
}
