package io.boxoffice.backends;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * Chooses and starts the backends of one build: given addresses, else containers, else the library binaries and the
 * private RabbitMQ.
 */
final class TestBackends {
    static final List<String> DATABASES = List.of("show", "booking", "notification", "kernel");

    private static final String PASSWORD = "boxoffice";

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Runnable> stops = new ArrayList<>();
    private final Properties addresses = new Properties();

    TestBackends(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Starts what is not given, all at once, and tells the addresses. */
    Properties start() {
        var containers = ContainerEngine.answers();
        var parts = List.of(
                CompletableFuture.supplyAsync(() -> "PostgreSQL: " + postgres(containers)),
                CompletableFuture.supplyAsync(() -> "Redis: " + redis(containers)),
                CompletableFuture.supplyAsync(() -> "RabbitMQ: " + rabbit(containers)),
                CompletableFuture.supplyAsync(this::issuerAndInbox));
        var used = parts.stream().map(CompletableFuture::join).toList();
        addresses.setProperty("used", String.join(", ", used));
        return addresses;
    }

    void stop() {
        synchronized (stops) {
            stops.parallelStream().forEach(Runnable::run);
        }
    }

    private String postgres(boolean containers) {
        var given = environment.get("BOXOFFICE_TEST_POSTGRES_URL");
        if (given != null) {
            postgresAt(given);
            return "given";
        }
        if (containers) {
            try {
                var container = new PostgreSQLContainer("postgres:17.6-alpine")
                        .withUsername("postgres")
                        .withPassword(PASSWORD);
                container.withCommand("postgres", "-c", "fsync=on", "-c", "max_connections=200");
                container.start();
                onStop(container::stop);
                postgresAt("jdbc:postgresql://%s:%d/postgres?user=postgres&password=%s"
                        .formatted(container.getHost(), container.getMappedPort(5432), PASSWORD));
                return "container";
            } catch (RuntimeException noImage) {
                System.err.println("No PostgreSQL container: " + noImage.getMessage());
            }
        }
        var own = ownPostgres();
        onStop(own::stop);
        postgresAt(own.url() + "/postgres?user=postgres&password=" + PASSWORD);
        return "library binaries";
    }

    /** Keeps the cluster between builds to save its creation; its databases are emptied before each use. */
    private PostgresBackend ownPostgres() {
        var data = folder.resolve("postgres");
        try {
            return started(data);
        } catch (CannotStart broken) {
            Folders.delete(data);
            return started(data);
        }
    }

    private static PostgresBackend started(Path data) {
        var own = new PostgresBackend(data, Ports.free(), PASSWORD, List.of());
        own.start();
        return own;
    }

    private String redis(boolean containers) {
        var given = environment.get("BOXOFFICE_TEST_REDIS_URL");
        if (given != null) {
            put("redis.url", given);
            return "given";
        }
        if (containers) {
            try {
                var container = new GenericContainer<>("redis:7.4.11-alpine").withExposedPorts(6379);
                container.start();
                onStop(container::stop);
                put("redis.url", "redis://%s:%d".formatted(container.getHost(), container.getMappedPort(6379)));
                return "container";
            } catch (RuntimeException noImage) {
                System.err.println("No Redis container: " + noImage.getMessage());
            }
        }
        var own = new RedisBackend(folder.resolve("redis"), Ports.free(), PASSWORD);
        own.start();
        onStop(own::stop);
        put("redis.url", own.url().toString());
        return "library binary";
    }

    private String rabbit(boolean containers) {
        var given = environment.get("BOXOFFICE_TEST_RABBITMQ_URL");
        if (given != null) {
            rabbitAt(given, environment.getOrDefault("BOXOFFICE_TEST_RABBITMQ_API", apiBeside(given)));
            return "given";
        }
        if (containers) {
            try {
                var container =
                        new RabbitMQContainer("rabbitmq:4.1.8-management-alpine").withAdminUser(RabbitBackend.USER);
                container.withAdminPassword(PASSWORD).start();
                onStop(container::stop);
                rabbitAt(
                        "amqp://%s:%s@%s:%d"
                                .formatted(RabbitBackend.USER, PASSWORD, container.getHost(), container.getAmqpPort()),
                        container.getHttpUrl());
                return "container";
            } catch (RuntimeException noImage) {
                System.err.println("No RabbitMQ container: " + noImage.getMessage());
            }
        }
        Child.pidFile(folder.resolve("rabbitmq"), "rabbitmq").reclaim(java.time.Duration.ZERO);
        Child.pidFile(folder.resolve("rabbitmq"), "epmd").reclaim(java.time.Duration.ZERO);
        Folders.delete(folder.resolve("rabbitmq"));
        var own = new RabbitBackend(
                folder.resolve("rabbitmq"), Ports.free(), Ports.free(), PASSWORD, System.out::println);
        own.start();
        onStop(() -> {
            own.kill();
            own.stop();
        });
        rabbitAt(
                "amqp://%s:%s@127.0.0.1:%d".formatted(RabbitBackend.USER, PASSWORD, own.port()),
                own.admin().address().toString());
        return "private broker";
    }

    private String issuerAndInbox() {
        var issuer = new DevelopmentIssuer(folder.resolve("issuer"), Ports.free());
        issuer.start();
        put("oidc.url", issuer.url());
        var inbox = new Inbox(Ports.free(), Ports.free());
        inbox.start();
        put("smtp.port", "" + inbox.smtpPort());
        put("inbox.url", inbox.url());
        return "issuer and inbox: embedded";
    }

    private void postgresAt(String superuserUrl) {
        put("postgres.superuser.url", superuserUrl);
        var uri = URI.create(superuserUrl.substring("jdbc:".length()));
        put("postgres.url", "jdbc:postgresql://" + uri.getAuthority());
        put("postgres.password", PASSWORD);
    }

    private void rabbitAt(String url, String api) {
        var uri = URI.create(url);
        var user = uri.getUserInfo() == null ? "guest:guest" : uri.getUserInfo();
        put("rabbitmq.host", uri.getHost());
        put("rabbitmq.port", "" + (uri.getPort() < 0 ? 5672 : uri.getPort()));
        put("rabbitmq.username", user.substring(0, user.indexOf(':')));
        put("rabbitmq.password", user.substring(user.indexOf(':') + 1));
        put("rabbitmq.api", api);
    }

    private static String apiBeside(String url) {
        return "http://" + URI.create(url).getHost() + ":15672";
    }

    private void put(String key, String value) {
        addresses.setProperty(key, value);
    }

    private void onStop(Runnable stop) {
        synchronized (stops) {
            stops.add(stop);
        }
    }
}
