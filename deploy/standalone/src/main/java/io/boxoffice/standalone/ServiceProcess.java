package io.boxoffice.standalone;

import io.boxoffice.backends.Backend;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Child;
import io.boxoffice.backends.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the services as a process. */
public final class ServiceProcess implements Backend {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    /** Longer than a group of bookings can take (docker-compose.yml counts it up). */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** Whose replicas leave the processors, which all share here, to those who sell. */
    private static final String YIELDING = "notification-service";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final int port;
    private final Path jar;
    private final Path data;
    private final Path log;
    private final Map<String, String> environment;
    private @Nullable Child child;

    ServiceProcess(String name, int port, Path jar, Path data, Path log, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.jar = jar;
        this.data = data;
        this.log = log;
        this.environment = environment;
    }

    @Override
    public String name() {
        return name;
    }

    /** Where it listens itself, behind the gateway's back. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the process; {@link #awaitReady()} tells when it serves. */
    @Override
    public void start() {
        if (Files.notExists(jar)) {
            throw new CannotStart(name + " is not built: " + jar + " is missing");
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx384m",
                "-XX:+ExitOnOutOfMemoryError",
                // an address that is none is refused with a reason, and not by the HTTP server, which gives none
                "-Dvertx.disableURIValidation=true"));
        command.addAll(javaOptions());
        command.addAll(List.of("-jar", jar.toString()));
        var builder = new ProcessBuilder(command).directory(data.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", "" + port);
        child = Child.start(name, data, builder, log);
    }

    /** Returns once its readiness check says so. */
    public void awaitReady() {
        Waiting.until(
                READY_LIMIT,
                () -> {
                    if (!isAlive()) {
                        throw new CannotStart(name + " ended while it started; " + log + " says why");
                    }
                    return isReady();
                },
                () -> new CannotStart(name + " is not ready after " + READY_LIMIT.toSeconds() + " s; " + log + " and "
                        + url() + "/q/health/ready say why"));
        if (child != null && name.startsWith(YIELDING)) {
            Niceness.give(child.pid());
        }
    }

    /** Whether its readiness check says that it serves. */
    public boolean isReady() {
        return Health.isUp(HTTP, URI.create(url() + "/q/health/ready"));
    }

    @Override
    public boolean isAlive() {
        return child != null && child.isAlive();
    }

    @Override
    public void stop() {
        if (child != null) {
            child.stop(STOP_LIMIT);
        }
    }

    /** Ends it at once, as a crash would (SIGKILL). */
    public void kill() {
        if (child != null) {
            child.kill();
        }
    }

    private List<String> javaOptions() {
        var options = environment.getOrDefault("BOXOFFICE_JAVA_OPTIONS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
    }

    /** Asks a health check. */
    static final class Health {
        private Health() {}

        static boolean isUp(HttpClient http, URI address) {
            var request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (java.io.IOException notYet) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
