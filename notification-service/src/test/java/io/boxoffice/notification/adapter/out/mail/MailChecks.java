package io.boxoffice.notification.adapter.out.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Lets tools from elsewhere look at mails: html-validate, axe-core in a Chromium, and jsQR. They are test tools: where
 * Node.js, npm, Chromium or the way to npm's registry is missing, the test is skipped with a loud word, or fails where
 * the environment says {@code MAIL_TOOLS=required}.
 */
final class MailChecks {

    private static final Path TOOLS = Path.of("src/test/checks").toAbsolutePath();
    private static final long MOST_MINUTES = 3;

    private final Path folder = Path.of("target/mail-checks").toAbsolutePath();
    private final Map<String, String> codes = new TreeMap<>();

    MailChecks() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    /** A mail as a browser would show it, its pictures inside. */
    void add(String name, String html, Map<String, byte[]> pictures) throws IOException {
        String shown = html;
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            String file = name + "." + picture.getKey() + ".png";
            addCode(file, picture.getValue(), QrReader.read(picture.getValue()));
            shown = shown.replace(
                    "cid:" + picture.getKey(),
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.getValue()));
        }
        Files.writeString(folder.resolve(name + ".html"), shown);
    }

    /** A QR code and what it should say. */
    void addCode(String file, byte[] png, String says) throws IOException {
        Files.write(folder.resolve(file), png);
        codes.put(file, says);
    }

    /** What the tools complain of. */
    List<String> run() throws IOException {
        String chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> onPath(name).stream())
                .findFirst()
                .orElseGet(() -> skip("no Chromium is installed"));
        if (onPath("node").isEmpty() || onPath("npm").isEmpty()) {
            skip("Node.js with npm is not installed");
        }
        if (Files.notExists(TOOLS.resolve("node_modules/.package-lock.json"))) {
            Ended install = start(TOOLS, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (install.status() != 0) {
                skip("npm could not fetch the tools: " + install.output());
            }
        }
        Files.writeString(folder.resolve("codes.json"), new ObjectMapper().writeValueAsString(codes));
        Ended check = start(TOOLS, "node", "check.mjs", folder.toString(), chromium);
        System.out.println(check.output().strip());
        List<String> complaints = new ArrayList<>(
                check.output().lines().filter(line -> line.startsWith("! ")).toList());
        if (check.status() != 0 && complaints.isEmpty()) {
            complaints.add("the tools failed: " + check.output());
        }
        return complaints;
    }

    private static Optional<String> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String skip(String why) {
        assertThat(System.getenv("MAIL_TOOLS")).as(why).isNotEqualTo("required");
        System.err.println("SKIPPED: mails were not checked by html-validate, axe-core and jsQR, because " + why);
        Assumptions.abort(why);
        return why;
    }

    private record Ended(int status, String output) {}

    private Ended start(Path where, String... command) throws IOException {
        Path log = Files.createTempFile("mail-checks", ".log");
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Ended(-1, "took more than " + MOST_MINUTES + " minutes");
            }
            return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
