package io.boxoffice.acceptance;

import io.boxoffice.backends.Mailbox;
import io.boxoffice.backends.Tokens;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The whole system, started once for all tests on ports of its own, with short pauses between retries. */
final class House {

    private static final List<String> SERVICES =
            List.of("show-service", "booking-service", "notification-service", "expiry-worker");
    private static final String RETRY_PAUSES = "300ms,900ms,2700ms";

    private static @Nullable House only;

    private final BoxOfficeSystem system;
    private final Gateway gateway;
    private final Tokens tokens;
    private final Mailbox mailbox;

    private House(BoxOfficeSystem system) {
        this.system = system;
        this.gateway = new Gateway(system.gateway(), null);
        this.tokens = new Tokens(system.issuerUrl());
        this.mailbox = new Mailbox(system.inbox().url());
    }

    static synchronized House open() {
        if (only == null) {
            only = new House(started("house", options -> options));
        }
        return only;
    }

    /** A house of its own, whose mails go elsewhere. */
    static House withMailServer(int port) {
        return new House(started(
                "mail-house",
                options -> options.with("notification-service", "BOXOFFICE_SMTP_PORT", String.valueOf(port))));
    }

    private static BoxOfficeSystem started(String folder, UnaryOperator<SystemOptions> change) {
        SystemOptions options = SystemOptions.onFreePorts(
                Path.of("target", folder + "-" + ProcessHandle.current().pid()).toAbsolutePath());
        for (String service : SERVICES) {
            options = options.with(service, "BOXOFFICE_RETRY_PAUSES", RETRY_PAUSES);
        }
        BoxOfficeSystem system = new BoxOfficeSystem(change.apply(options), Progress.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start();
        return system;
    }

    void close() {
        system.close();
    }

    Gateway gateway() {
        return gateway;
    }

    Tokens tokens() {
        return tokens;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** The database of a service, to compare the books; no test changes anything there. */
    Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                system.postgres().url() + "/" + name, name, system.postgres().password());
    }

    /** SIGKILL. */
    void kill(String service) {
        system.service(service).kill();
    }

    /** Starts the service if it does not run, and waits until it serves. */
    void start(String service) {
        if (!system.service(service).isAlive()) {
            system.service(service).start();
        }
        system.service(service).awaitReady();
    }

    void killRabbit() {
        system.rabbit().kill();
    }

    void startRabbit() {
        system.rabbit().start();
    }

    void killRedis() {
        system.redis().kill();
    }

    void startRedis() {
        system.redis().start();
    }
}
