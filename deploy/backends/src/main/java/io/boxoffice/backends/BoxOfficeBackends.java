package io.boxoffice.backends;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Real PostgreSQL, Redis, RabbitMQ, OIDC issuer and mail inbox for {@code @QuarkusTest}s, shared by the whole build. The
 * argument {@code module} names the virtual host, Redis database and PostgreSQL database that are emptied at each start:
 *
 * <pre>{@code
 * @QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
 * }</pre>
 */
public final class BoxOfficeBackends implements QuarkusTestResourceLifecycleManager {
    /** Position + 1 is the number of the Redis database. */
    private static final List<String> MODULES =
            List.of("show", "booking", "notification", "expiry", "kernel", "acceptance", "backends");

    /** The same for all of a run, as the backends are. */
    private static final String TICKET_KEY = TicketKey.generate();

    private static boolean announced;

    private String module = "";

    @Override
    public void init(Map<String, String> arguments) {
        module = arguments.getOrDefault("module", "");
        if (!MODULES.contains(module)) {
            throw new IllegalArgumentException("the argument module must be one of " + MODULES);
        }
    }

    @Override
    public Map<String, String> start() {
        var checkout = Folders.checkout(Path.of(""));
        var addresses = new Keeper(checkout.resolve(".boxoffice/test")).join(Keeper.owner());
        announce(addresses);
        var redis = URI.create(addresses.getProperty("redis.url")).resolve("/" + (MODULES.indexOf(module) + 1));
        try {
            emptyDatabase(addresses);
            RedisBackend.call(redis, "FLUSHDB");
            new RabbitAdmin(
                            URI.create(addresses.getProperty("rabbitmq.api")),
                            addresses.getProperty("rabbitmq.username"),
                            addresses.getProperty("rabbitmq.password"))
                    .emptyVirtualHost(module);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The test backends could not be emptied", e);
        }
        return configuration(addresses, redis);
    }

    private Map<String, String> configuration(Properties addresses, URI redis) {
        var configuration = new HashMap<String, String>();
        for (var key : List.of(
                "postgres.url",
                "postgres.password",
                "rabbitmq.host",
                "rabbitmq.port",
                "rabbitmq.username",
                "rabbitmq.password",
                "oidc.url",
                "smtp.port")) {
            configuration.put("boxoffice." + key, addresses.getProperty(key));
        }
        configuration.put("boxoffice.rabbitmq.virtual-host", module);
        configuration.put("boxoffice.redis.url", redis.toString());
        configuration.put("boxoffice.smtp.host", "127.0.0.1");
        configuration.put("boxoffice.tickets.signing-key", TICKET_KEY);
        configuration.put("boxoffice.test.inbox.url", addresses.getProperty("inbox.url"));
        configuration.put("boxoffice.test.rabbitmq.api", addresses.getProperty("rabbitmq.api"));
        return configuration;
    }

    @Override
    public void stop() {
        // the keeper stops the backends when the build ends
    }

    private void emptyDatabase(Properties addresses) throws SQLException {
        if (TestBackends.DATABASES.contains(module)) {
            try (var connection = DriverManager.getConnection(addresses.getProperty("postgres.superuser.url"))) {
                PostgresAdmin.emptyDatabase(connection, module, addresses.getProperty("postgres.password"));
            }
        }
    }

    private static synchronized void announce(Properties addresses) {
        if (!announced) {
            System.out.println("Test backends: " + addresses.getProperty("used"));
            announced = true;
        }
    }
}
