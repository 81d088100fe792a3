package io.boxoffice.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** Redis from the library's binary; it keeps nothing, as nothing may depend on it. */
public final class RedisBackend implements Backend {
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(15);
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Path folder;
    private final int port;
    private final String password;
    private @Nullable Child child;

    public RedisBackend(Path folder, int port, String password) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.password = password;
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public void start() {
        Folders.writeSecret(folder.resolve("redis.conf"), """
                bind 127.0.0.1
                port %d
                requirepass %s
                save ""
                appendonly no
                """.formatted(port, password));
        var started = Child.start(
                "redis",
                folder,
                new ProcessBuilder(binary(), "redis.conf").directory(folder.toFile()),
                folder.resolve("redis.log"));
        child = started;
        Waiting.until(
                STARTUP_LIMIT,
                () -> {
                    if (!started.isAlive()) {
                        throw started.ended();
                    }
                    return call(url(), "PING").equals("+PONG");
                },
                () -> new CannotStart("Redis does not answer on port " + port));
    }

    /** Address with password, database 0. */
    public URI url() {
        return URI.create("redis://:" + password + "@127.0.0.1:" + port);
    }

    @Override
    public boolean isAlive() {
        return child != null && child.isAlive();
    }

    @Override
    public void stop() {
        if (child != null) {
            child.stop(Duration.ofSeconds(5));
        }
    }

    /** Ends it at once, as a crash would (SIGKILL). */
    public void kill() {
        if (child != null) {
            child.kill();
        }
    }

    /** Lets it stand still: connections stay, nothing is answered (SIGSTOP). */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on where it stood still. */
    public void thaw() {
        signal("-CONT");
    }

    /** Lets it forget everything. */
    public void empty() {
        ask("FLUSHALL");
    }

    /** What it answers to a command, if that is one line. */
    public String ask(String... command) {
        try {
            return call(url(), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        if (child == null) {
            throw new IllegalStateException("Redis does not run");
        }
        try {
            Programs.run(folder, List.of("kill", signal, Long.toString(child.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command with a one-line answer, in Redis' own protocol; the path of the address selects the database. */
    static String call(URI url, String... command) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (url.getUserInfo() != null) {
                send(
                        socket,
                        "AUTH",
                        url.getUserInfo().substring(url.getUserInfo().indexOf(':') + 1));
                answers.readLine();
            }
            if (url.getPath() != null && url.getPath().length() > 1) {
                send(socket, "SELECT", url.getPath().substring(1));
                answers.readLine();
            }
            send(socket, command);
            var answer = answers.readLine();
            return answer == null ? "" : answer;
        }
    }

    private static void send(Socket socket, String... command) throws IOException {
        var text = new StringBuilder("*" + command.length + "\r\n");
        for (var word : command) {
            text.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Unpacked once for all checkouts. A program of its own writes it: a file that this process has open for writing
     * while another thread starts a program stays open in that program for a moment, and cannot be executed then ("Text
     * file busy").
     */
    private static String binary() {
        try {
            var folder = Files.createDirectories(Folders.cache().resolve("redis"));
            var scratch = Files.createTempDirectory(folder, "unpacking");
            try {
                var unpacked = ExecutableProvider.newJarResourceProvider(scratch.toFile())
                        .get()
                        .toPath();
                var kept = folder.resolve(unpacked.getFileName());
                if (!Files.isExecutable(kept)) {
                    Programs.run(scratch, List.of("cp", "-p", unpacked.toString(), "copy"));
                    Files.move(scratch.resolve("copy"), kept, StandardCopyOption.ATOMIC_MOVE);
                }
                return kept.toString();
            } finally {
                Folders.delete(scratch);
            }
        } catch (IOException e) {
            throw new CannotStart("Redis could not be unpacked to " + Folders.cache() + ": " + e.getMessage(), e);
        }
    }
}
