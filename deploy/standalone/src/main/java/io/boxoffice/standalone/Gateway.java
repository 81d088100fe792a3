package io.boxoffice.standalone;

import io.boxoffice.backends.Backend;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Child;
import io.boxoffice.backends.Programs;
import io.boxoffice.backends.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A private nginx with the gateway's own configuration and the addresses of this run. */
final class Gateway implements Backend {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private final Path configuration;
    private final Path folder;
    private final Path log;
    private final int port;
    private final Edge edge;
    private final Map<String, List<Integer>> services;
    private final Consumer<String> progress;
    private final Workers workers;
    private @Nullable Child child;

    Gateway(
            Path configuration,
            Path folder,
            Path log,
            int port,
            Edge edge,
            Map<String, List<Integer>> services,
            Consumer<String> progress) {
        this.configuration = configuration;
        this.folder = folder.toAbsolutePath();
        this.log = log.toAbsolutePath();
        this.port = port;
        this.edge = edge;
        this.services = new TreeMap<>(services);
        this.progress = progress;
        workers = new Workers(this.folder);
    }

    @Override
    public String name() {
        return "gateway";
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public void start() {
        write();
        var builder = Nginx.process(folder, log, progress);
        stop();
        var started = Child.start("gateway", folder, builder, log);
        child = started;
        try (var http = HttpClient.newHttpClient()) {
            Waiting.until(
                    START_LIMIT,
                    () -> {
                        if (!started.isAlive()) {
                            throw started.ended();
                        }
                        return ServiceProcess.Health.isUp(http, url().resolve("/healthz"));
                    },
                    () -> new CannotStart("The gateway does not answer on port " + port + "; " + log + " says why"));
        }
    }

    /**
     * Sends requests for a service to these ports from now on. Requests under way are ended by the workers that took
     * them; returns when those have ended, so that nobody asks the other ports any more. One change at a time.
     */
    synchronized void route(String service, List<Integer> ports) {
        services.put(service, ports);
        var before = workers.running();
        write();
        var master = Objects.requireNonNull(child, "the gateway does not run");
        try {
            Programs.run(folder, List.of("kill", "-HUP", Long.toString(master.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until(
                DRAIN_LIMIT,
                () -> before.stream().noneMatch(ProcessHandle::isAlive),
                () -> new CannotStart("The gateway's old workers do not end; " + log + " says why"));
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
        workers.end();
    }

    private void write() {
        var upstreams = new StringBuilder();
        services.forEach((name, ports) -> upstreams.append("""
            upstream %s {
            %s
                keepalive 64;
                keepalive_timeout 60s;
            }
            """.formatted(
                name, ports.stream().map("    server 127.0.0.1:%d;"::formatted).collect(Collectors.joining("\n")))));
        try {
            Files.createDirectories(folder);
            Files.copy(
                    configuration.resolve("nginx.conf"),
                    folder.resolve("nginx.conf"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("upstreams.conf"), upstreams);
            Files.writeString(
                    folder.resolve("listen.conf"),
                    "listen 127.0.0.1:" + port + ";\nset $pages " + Edge.quoted(folder) + ";\n" + edge.tls(folder));
            Files.copy(
                    configuration.resolve("openapi.json"),
                    folder.resolve("openapi.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            SwaggerUi.write(configuration, folder.resolve("docs"));
            Files.writeString(folder.resolve("edge.conf"), edge.configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
