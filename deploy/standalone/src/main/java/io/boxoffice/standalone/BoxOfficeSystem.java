package io.boxoffice.standalone;

import io.boxoffice.backends.Backend;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.DevelopmentIssuer;
import io.boxoffice.backends.Inbox;
import io.boxoffice.backends.Ports;
import io.boxoffice.backends.PostgresBackend;
import io.boxoffice.backends.RabbitBackend;
import io.boxoffice.backends.RedisBackend;
import io.boxoffice.standalone.SystemOptions.Port;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** All processes of Box Office on this machine, started in the order they need each other. */
public final class BoxOfficeSystem implements AutoCloseable {
    private static final List<String> DATABASES = List.of("show", "booking", "notification");
    private static final Map<String, Port> SERVICES = services();

    private final SystemOptions options;
    private final BackendAddresses given;
    private final Progress progress;
    private final PostgresBackend postgres;
    private final RedisBackend redis;
    private final RabbitBackend rabbit;
    private final DevelopmentIssuer issuer;
    private final Inbox inbox;
    private final Gateway gateway;
    private final Map<String, List<Integer>> replicas = new LinkedHashMap<>();
    private final Edge edge;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    public BoxOfficeSystem(SystemOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        given = new BackendAddresses(options.environment());
        var data = options.data();
        var password = Secrets.password(options.folder());
        postgres = new PostgresBackend(data.resolve("postgres"), Ports.free(), password, DATABASES);
        redis = new RedisBackend(data.resolve("redis"), Ports.free(), password);
        rabbit = new RabbitBackend(data.resolve("rabbitmq"), Ports.free(), Ports.free(), password, progress::note);
        issuer = new DevelopmentIssuer(data.resolve("issuer"), options.port(Port.ISSUER));
        inbox = new Inbox(options.port(Port.SMTP), options.port(Port.INBOX));
        edge = new Edge(options.gatewayEnvironment());
        SERVICES.forEach((name, port) -> replicas.put(name, ports(name, port)));
        gateway = new Gateway(
                options.gatewayConfiguration(),
                data.resolve("gateway"),
                options.logs().resolve("gateway.log"),
                options.port(Port.GATEWAY),
                edge,
                replicas,
                progress::note);
        replicas.forEach((name, ports) -> {
            for (int i = 0; i < ports.size(); i++) {
                var replica = replica(name, i);
                services.put(replica, service(name, replica, ports.get(i)));
            }
        });
    }

    /** The port everybody knows, and free ones for more replicas. */
    private List<Integer> ports(String name, Port first) {
        var ports = new ArrayList<>(List.of(options.port(first)));
        while (ports.size() < options.replicas().getOrDefault(name, 1)) {
            ports.add(Ports.free());
        }
        return List.copyOf(ports);
    }

    /** booking-service, booking-service-2 and so on. */
    private static String replica(String name, int index) {
        return index == 0 ? name : name + "-" + (index + 1);
    }

    /** Starts everything and returns once every part is ready; when one fails, nothing is left running. */
    public void start() {
        var all = new ArrayList<CompletableFuture<Void>>();
        try {
            if (!given.givesRedis()) {
                all.add(starting(redis));
            }
            if (!given.givesMail()) {
                all.add(starting(inbox));
            }
            all.add(starting(gateway));
            var needed = new ArrayList<CompletableFuture<Void>>();
            if (!given.givesRabbit()) {
                needed.add(starting(rabbit));
            }
            if (!given.givesPostgres()) {
                needed.add(starting(postgres));
            }
            if (!given.givesIssuer()) {
                needed.add(starting(issuer));
            }
            all.addAll(needed);
            join(needed);
            services.values().forEach(service -> all.add(starting(service)));
            join(all);
        } catch (CompletionException e) {
            stop();
            all.forEach(part -> part.exceptionally(late -> null).join());
            stop();
            throw e.getCause() instanceof CannotStart sentence
                    ? sentence
                    : new CannotStart("Box Office did not start: " + e.getCause(), e);
        }
    }

    /** Stops everything in good order: first who talks, then whom they talk to. */
    public void stop() {
        gateway.stop();
        stop(services.values());
        stop(List.of(rabbit, postgres, redis, inbox, issuer));
    }

    /** All at once, however few processors there are: each of them only waits. */
    private static void stop(Collection<? extends Backend> parts) {
        CompletableFuture.allOf(parts.stream()
                        .map(part -> CompletableFuture.runAsync(part::stop, Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        stop();
    }

    /** Starts again what ended by itself, each part whether or not another can be; returns what to tell of it. */
    List<String> revive() {
        return parts().stream()
                .filter(part -> !part.isAlive())
                .map(BoxOfficeSystem::revive)
                .toList();
    }

    private static String revive(Backend part) {
        try {
            part.start();
            return part.name() + " ended by itself and was started again";
        } catch (CannotStart | UncheckedIOException e) {
            return part.name() + " ended by itself and cannot be started again yet: " + e.getMessage();
        }
    }

    /**
     * Restarts the replicas of a service, one after the other, as an orchestrator does: a replica gets no more requests
     * before it is told to stop, and requests again only when it is ready.
     */
    public void restart(String name) {
        var ports = Objects.requireNonNull(replicas.get(name), "there is no service " + name);
        for (int i = 0; i < ports.size(); i++) {
            var own = ports.get(i);
            var others = ports.stream().filter(port -> !port.equals(own)).toList();
            var replica = service(replica(name, i));
            gateway.route(name, others);
            replica.stop();
            replica.start();
            replica.awaitReady();
            gateway.route(name, ports);
        }
    }

    /** What this run started itself. */
    private List<Backend> parts() {
        var parts = new ArrayList<Backend>();
        if (!given.givesPostgres()) {
            parts.add(postgres);
        }
        if (!given.givesRabbit()) {
            parts.add(rabbit);
        }
        if (!given.givesRedis()) {
            parts.add(redis);
        }
        parts.addAll(services.values());
        parts.add(gateway);
        return parts;
    }

    /** Where customers and tests come in. */
    public URI gateway() {
        return gateway.url();
    }

    /** show-service, booking-service, notification-service or expiry-worker; the second replica ends with -2. */
    public ServiceProcess service(String name) {
        var service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("there is no service " + name);
        }
        return service;
    }

    public PostgresBackend postgres() {
        return postgres;
    }

    public RedisBackend redis() {
        return redis;
    }

    public RabbitBackend rabbit() {
        return rabbit;
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Where every process writes its log. */
    public Path logs() {
        return options.logs();
    }

    /** The OIDC issuer's identity. */
    public String issuerUrl() {
        return given.givesIssuer() ? options.environment().getOrDefault("BOXOFFICE_OIDC_URL", "") : issuer.url();
    }

    /** What a person or another process needs to find its way in; holds the password. */
    Map<String, String> addresses() {
        var addresses = new LinkedHashMap<String, String>();
        addresses.put("gateway", gateway().toString());
        addresses.put("issuer", issuerUrl());
        if (!given.givesMail()) {
            addresses.put("inbox", inbox.url());
        }
        services.forEach((name, service) -> addresses.put(name, service.url()));
        if (!given.givesPostgres()) {
            addresses.put("postgres", postgres.url());
        }
        if (!given.givesRedis()) {
            addresses.put("redis", redis.url().toString());
        }
        if (!given.givesRabbit()) {
            addresses.put("rabbitmq", "amqp://" + RabbitBackend.USER + "@127.0.0.1:" + rabbit.port());
            addresses.put("rabbitmq-page", rabbit.admin().address().toString());
        }
        addresses.put("password", postgres.password());
        return addresses;
    }

    private CompletableFuture<Void> starting(Backend part) {
        return CompletableFuture.runAsync(
                () -> {
                    var begin = System.nanoTime();
                    part.start();
                    if (part instanceof ServiceProcess service) {
                        service.awaitReady();
                    }
                    progress.ready(part.name(), Duration.ofNanos(System.nanoTime() - begin));
                },
                runnable -> Thread.ofVirtual().name(part.name()).start(runnable));
    }

    /** Waits for all, but not longer than for the first that fails. */
    private static void join(List<CompletableFuture<Void>> parts) {
        var failed = new CompletableFuture<Void>();
        var watched = parts.stream()
                .map(part -> part.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        failed.completeExceptionally(failure);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.anyOf(CompletableFuture.allOf(watched), failed).join();
    }

    private ServiceProcess service(String name, String replica, int port) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_PROFILE", "prod");
        environment.put("BOXOFFICE_POSTGRES_URL", postgres.url());
        environment.put("BOXOFFICE_POSTGRES_PASSWORD", postgres.password());
        environment.put("BOXOFFICE_REDIS_URL", redis.url().toString());
        environment.put("BOXOFFICE_RABBITMQ_HOST", "127.0.0.1");
        environment.put("BOXOFFICE_RABBITMQ_PORT", "" + rabbit.port());
        environment.put("BOXOFFICE_RABBITMQ_USERNAME", RabbitBackend.USER);
        environment.put("BOXOFFICE_RABBITMQ_PASSWORD", rabbit.password());
        environment.put("BOXOFFICE_OIDC_URL", issuer.url());
        environment.put("BOXOFFICE_SMTP_HOST", "127.0.0.1");
        environment.put("BOXOFFICE_SMTP_PORT", "" + inbox.smtpPort());
        environment.put("BOXOFFICE_BOOKING_SERVICE_URL", "http://127.0.0.1:" + options.port(Port.BOOKING_SERVICE));
        environment.put("BOXOFFICE_TICKETS_SIGNING_KEY", Secrets.ticketKey(options.folder()));
        environment.put("BOXOFFICE_LINKS_BOOKING", gateway.url() + "/api/v1/bookings/");
        if (!edge.knowsClients()) {
            // everybody who gets here is this machine, so one address may have a whole show
            environment.put("BOXOFFICE_HOLDS_SHARE_OF_ADDRESS", "1.0");
        }
        options.environment().forEach((variable, value) -> {
            if (variable.startsWith("BOXOFFICE_")) {
                environment.put(variable, value);
            }
        });
        environment.putAll(given.login(name));
        environment.putAll(given.rabbit());
        environment.putAll(options.serviceEnvironment().getOrDefault(name, Map.of()));
        return new ServiceProcess(
                replica,
                port,
                options.jar(name),
                options.data().resolve(replica),
                options.logs().resolve(replica + ".log"),
                environment);
    }

    private static Map<String, Port> services() {
        var services = new LinkedHashMap<String, Port>();
        services.put("show-service", Port.SHOW_SERVICE);
        services.put("booking-service", Port.BOOKING_SERVICE);
        services.put("notification-service", Port.NOTIFICATION_SERVICE);
        services.put("expiry-worker", Port.EXPIRY_WORKER);
        return services;
    }
}
