package io.boxoffice.acceptance;

import io.boxoffice.backends.Mailbox;
import io.boxoffice.backends.PostgresBackend;
import io.boxoffice.backends.Tokens;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The whole system, started once for all tests on ports of its own, with short pauses between retries; or, with
 * {@code -Dboxoffice.against=URL}, one that runs already.
 */
final class House {

    static final List<String> SERVICES =
            List.of("show-service", "booking-service", "notification-service", "expiry-worker");

    /** The share of requests whose spans are kept. */
    private static final String TRACED = "0.1";

    /** All tests together are one address, and some are in a hurry. */
    private static final String RETRY_PAUSES = "300ms,900ms,2700ms";

    /** Of a house that others run. */
    private static final String ISSUER =
            System.getenv().getOrDefault("BOXOFFICE_OIDC_URL", "http://127.0.0.1:8085/boxoffice");

    /** How long a seat is kept for whom it does not serve yet, where nobody is patient. */
    static final String SHORT_PATIENCE = "2s";

    private static @Nullable House only;

    private final @Nullable BoxOfficeSystem system;
    private final Gateway gateway;
    private final Tokens tokens;
    private final Mailbox mailbox;
    private final @Nullable Traces traces;

    private House(BoxOfficeSystem system, Traces traces) {
        this.system = system;
        this.traces = traces;
        this.gateway = new Gateway(system.gateway(), null);
        this.tokens = new Tokens(system.issuerUrl());
        this.mailbox = new Mailbox(system.inbox().url());
    }

    /** A house that others run; what needs its processes or its databases is skipped there. */
    private House(URI gateway) {
        this.system = null;
        this.traces = null;
        this.gateway = new Gateway(gateway, null);
        this.tokens = new Tokens(ISSUER);
        this.mailbox = new Mailbox(System.getenv().getOrDefault("BOXOFFICE_INBOX_URL", "http://127.0.0.1:8025"));
    }

    static synchronized House open() {
        if (only == null) {
            String elsewhere = System.getProperty("boxoffice.against");
            only = elsewhere == null ? started("house", options -> options) : new House(URI.create(elsewhere));
        }
        return only;
    }

    /** A house of its own, whose mails go elsewhere. */
    static House withMailServer(int port) {
        return started(
                "mail-house",
                options -> options.with("notification-service", "BOXOFFICE_SMTP_PORT", String.valueOf(port)));
    }

    /**
     * A house of its own with so many expiry workers, where offers last for seconds and nobody is patient, and whose mails
     * go elsewhere.
     */
    static House withShortOffers(String offerTime, int workers, int mailPort) {
        return started(
                "waiting-house",
                options -> options.withReplicas("expiry-worker", workers)
                        .with("notification-service", "BOXOFFICE_SMTP_PORT", String.valueOf(mailPort))
                        .with("booking-service", "BOXOFFICE_WAITING_LIST_OFFER_TIME", offerTime)
                        .with("booking-service", "BOXOFFICE_WAITING_LIST_PATIENCE", SHORT_PATIENCE)
                        .with("booking-service", "BOXOFFICE_WAITING_LIST_LOOK_EVERY", "2s")
                        .with("expiry-worker", "BOXOFFICE_OFFERS_SWEEP_EVERY", "2s"));
    }

    /** A house of its own with two replicas of the booking-service. */
    static House withTwoBookingServices() {
        return started("two-house", options -> options.withReplicas("booking-service", 2));
    }

    private static House started(String name, UnaryOperator<SystemOptions> change) {
        Path folder =
                Path.of("target", name + "-" + ProcessHandle.current().pid()).toAbsolutePath();
        Traces traces = new Traces(folder.resolve("traces"));
        SystemOptions options = SystemOptions.onFreePorts(folder).withoutRequestLimits();
        for (String service : SERVICES) {
            options = options.with(service, "BOXOFFICE_RETRY_PAUSES", RETRY_PAUSES)
                    .with(service, "BOXOFFICE_TRACES_ENDPOINT", traces.url())
                    .with(service, "BOXOFFICE_TRACES_RATIO", TRACED)
                    .with(service, "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        }
        BoxOfficeSystem system = new BoxOfficeSystem(change.apply(options), Progress.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start();
        return new House(system, traces);
    }

    void close() {
        ours().close();
    }

    /** Skips the test if the house is not ours to break or to look into. */
    BoxOfficeSystem ours() {
        if (system == null) {
            System.err.println("SKIPPED: this test ends processes, reads databases or needs its own system, and "
                    + gateway.base() + " is somebody else's.");
            return Assumptions.abort("the house is somebody else's");
        }
        return system;
    }

    /** Whether its processes and databases are within reach. */
    boolean isOurs() {
        return system != null;
    }

    Gateway gateway() {
        return gateway;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Tokens that nobody else would make: expired, forged, for others. */
    Tokens strangeTokens() {
        if (ISSUER.contains("/realms/")) {
            System.err.println("SKIPPED: the rest of this test needs tokens that only a development issuer makes.");
            return Assumptions.abort("no development issuer");
        }
        return tokens;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** Makes the mail server answer the next so many deliveries with a temporary error. */
    void refuseMails(int deliveries) {
        ours();
        mailbox.refuse(deliveries);
    }

    /** Mails that wait, are under way or will be tried again; the broker's counts lag a few seconds behind. */
    long waitingMails() {
        try {
            return ours().rabbit().admin().queues("/").entrySet().stream()
                    .filter(queue -> queue.getKey().matches("email-worker(\\.retry\\..*)?"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database of a service, to compare the books; no test changes anything there. */
    Connection database(String name) throws SQLException {
        PostgresBackend postgres = ours().postgres();
        return DriverManager.getConnection(postgres.url() + "/" + name, name, postgres.password());
    }

    /** SIGKILL. */
    void kill(String service) {
        ours().service(service).kill();
    }

    /** Starts the service if it does not run, and waits until it serves. */
    void start(String service) {
        if (!ours().service(service).isAlive()) {
            ours().service(service).start();
        }
        ours().service(service).awaitReady();
    }

    /** What Prometheus would read from all services. */
    String scrape() {
        return SERVICES.stream().map(this::scrape).collect(Collectors.joining("\n"));
    }

    /** What Prometheus would read from one of them. */
    String scrape(String service) {
        return Gateway.text(URI.create(ours().service(service).url() + "/q/metrics"));
    }

    /** What a service has written to its log. */
    String log(String service) {
        StringBuilder text = new StringBuilder();
        for (Path log : logs()) {
            if (log.getFileName().toString().startsWith(service)) {
                try {
                    text.append(Files.readString(log));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return text.toString();
    }

    /** The logs of the gateway and of every process of a service. */
    List<Path> logs() {
        try (Stream<Path> files = Files.list(ours().logs())) {
            return files.filter(path -> Stream.concat(Stream.of("gateway"), SERVICES.stream())
                            .anyMatch(path.getFileName().toString()::startsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spans of our services. */
    Traces traces() {
        ours();
        return Objects.requireNonNull(traces);
    }

    void killRabbit() {
        ours().rabbit().kill();
    }

    void startRabbit() {
        ours().rabbit().start();
    }

    void killPostgres() {
        ours().postgres().kill();
    }

    void startPostgres() {
        ours().postgres().start();
    }

    void killRedis() {
        ours().redis().kill();
    }

    void startRedis() {
        ours().redis().start();
    }

    /** SIGSTOP. */
    void freezeRedis() {
        ours().redis().freeze();
    }

    void thawRedis() {
        ours().redis().thaw();
    }

    void emptyRedis() {
        ours().redis().empty();
    }

    /** How many tokens and sessions were ended before their time. */
    int revocations() {
        return Integer.parseInt(ours().redis().ask("ZCARD", "revoked-tokens").substring(1));
    }

    /** A service itself, behind the gateway's back. */
    Gateway behindTheGateway(String service) {
        return new Gateway(URI.create(ours().service(service).url()), null);
    }
}
