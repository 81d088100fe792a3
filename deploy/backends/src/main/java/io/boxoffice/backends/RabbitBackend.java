package io.boxoffice.backends;

import com.rabbitmq.client.ConnectionFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A private RabbitMQ: nothing installed, no service, no root, its own port mapper, and the management API. */
public final class RabbitBackend implements Backend {
    public static final String USER = "boxoffice";

    private static final Duration STARTUP_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final int apiPort;
    private final String password;
    private final Consumer<String> progress;
    private final int mapperPort = Ports.free();
    private final int nodePort = Ports.free();
    private @Nullable Child mapper;
    private @Nullable Child broker;

    /** The password counts for a fresh data folder; a kept one remembers its own. */
    public RabbitBackend(Path folder, int port, int apiPort, String password, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.apiPort = apiPort;
        this.password = password;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "RabbitMQ";
    }

    @Override
    public void start() {
        var software = RabbitSoftware.find(progress);
        writeConfiguration();
        var log = folder.resolve("rabbitmq.log");
        Child.pidFile(folder, "rabbitmq").reclaim(STOP_LIMIT);
        if (mapper == null || !mapper.isAlive()) {
            mapper = Child.start(
                    "epmd",
                    folder,
                    environment(
                            new ProcessBuilder(
                                    software.program("epmd"),
                                    "-relaxed_command_check",
                                    "-port",
                                    "" + mapperPort,
                                    "-address",
                                    "127.0.0.1"),
                            software),
                    log);
        }
        var started = Child.start(
                "rabbitmq",
                folder,
                environment(new ProcessBuilder(software.server().toString()), software),
                log);
        broker = started;
        Waiting.until(
                STARTUP_LIMIT,
                () -> {
                    if (!started.isAlive()) {
                        throw started.ended();
                    }
                    return answers();
                },
                () -> new CannotStart("RabbitMQ does not answer on port " + port + "; " + log + " says why"));
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    /** The management API, also a page for people. */
    public RabbitAdmin admin() {
        return new RabbitAdmin(URI.create("http://127.0.0.1:" + apiPort), USER, password);
    }

    @Override
    public boolean isAlive() {
        return broker != null && broker.isAlive();
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.stop(STOP_LIMIT);
        }
        if (mapper != null) {
            mapper.stop(Duration.ofSeconds(2));
        }
    }

    /** Ends the broker at once, as a crash would (SIGKILL). */
    public void kill() {
        if (broker != null) {
            broker.kill();
        }
    }

    private boolean answers() throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setUsername(USER);
        factory.setPassword(password);
        factory.setConnectionTimeout(2_000);
        try (var connection = factory.newConnection("start")) {
            return connection.isOpen() && admin().answers();
        }
    }

    private void writeConfiguration() {
        Folders.writeSecret(folder.resolve("rabbitmq.conf"), """
                listeners.tcp.local = 127.0.0.1:%d
                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                default_user = %s
                default_pass = %s
                default_user_tags.administrator = true
                # a small write-ahead log keeps the quorum queues of one machine small in memory
                raft.wal_max_size_bytes = 67108864
                disk_free_limit.absolute = 200MB
                """.formatted(port, apiPort, USER, password));
        try {
            Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_management].\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder environment(ProcessBuilder builder, RabbitSoftware software) {
        var environment = builder.directory(folder.toFile()).environment();
        environment.put(
                "PATH",
                Stream.concat(
                                software.path().stream().map(Path::toString),
                                Stream.of(environment.getOrDefault("PATH", "/usr/bin:/bin")))
                        .collect(Collectors.joining(File.pathSeparator)));
        if (!software.libraries().isEmpty()) {
            environment.put(
                    "LD_LIBRARY_PATH",
                    software.libraries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", "" + mapperPort);
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "boxoffice@localhost");
        environment.put("RABBITMQ_DIST_PORT", "" + nodePort);
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
        // makes the script become the broker instead of its parent, so that signals and SIGKILL reach the right process
        environment.put("RABBITMQ_ALLOW_INPUT", "1");
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput +B i -kernel inet_dist_use_interface {127,0,0,1}");
        return builder;
    }
}
