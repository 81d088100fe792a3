package io.boxoffice.kernel.support;

import com.rabbitmq.client.ConnectionFactory;
import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.RabbitAdmin;
import io.boxoffice.kernel.messaging.RabbitSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The real backends of this module's tests, started once and emptied before the first use. */
public final class Backends {

    private static final Map<String, String> CONFIGURATION = start();
    private static final DataSource DATABASE = database();

    private static Map<String, String> start() {
        BoxOfficeBackends backends = new BoxOfficeBackends();
        backends.init(Map.of("module", "kernel"));
        return backends.start();
    }

    /** The database, with the kernel's tables. */
    public static DataSource postgres() {
        return DATABASE;
    }

    /** Where that database is, for programs that are not written in Java. */
    public static String postgresUrl() {
        return value("boxoffice.postgres.url")
                .replace("jdbc:postgresql://", "postgresql://kernel:" + value("boxoffice.postgres.password") + "@")
                .concat("/kernel");
    }

    public static String redisUrl() {
        return value("boxoffice.redis.url");
    }

    /** The broker itself. */
    public static RabbitSettings rabbit() {
        return rabbitAt(value("boxoffice.rabbitmq.host"), Integer.parseInt(value("boxoffice.rabbitmq.port")));
    }

    /** The broker as it is seen through another address. */
    public static RabbitSettings rabbitAt(String host, int port) {
        return new Rabbit(
                host,
                port,
                value("boxoffice.rabbitmq.username"),
                value("boxoffice.rabbitmq.password"),
                value("boxoffice.rabbitmq.virtual-host"));
    }

    /** Exchanges, queues and bindings as the broker has them, as JSON. */
    public static String rabbitDefinitions() throws IOException {
        RabbitSettings rabbit = rabbit();
        return new RabbitAdmin(URI.create(value("boxoffice.test.rabbitmq.api")), rabbit.username(), rabbit.password())
                .definitions(rabbit.virtualHost());
    }

    /** A connection of the test's own, past every proxy. */
    public static com.rabbitmq.client.Connection connectToRabbit() throws Exception {
        RabbitSettings rabbit = rabbit();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(rabbit.host());
        factory.setPort(rabbit.port());
        factory.setUsername(rabbit.username());
        factory.setPassword(rabbit.password());
        factory.setVirtualHost(rabbit.virtualHost());
        return factory.newConnection("kernel-test");
    }

    private static DataSource database() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(value("boxoffice.postgres.url") + "/kernel");
        dataSource.setUser("kernel");
        dataSource.setPassword(value("boxoffice.postgres.password"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                InputStream tables = Objects.requireNonNull(
                        Backends.class.getResourceAsStream("/db/kernel/V0_1__outbox_and_inbox.sql"))) {
            statement.execute(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dataSource;
    }

    private static String value(String key) {
        return Objects.requireNonNull(CONFIGURATION.get(key), key);
    }

    private record Rabbit(String host, int port, String username, String password, String virtualHost)
            implements RabbitSettings {}

    private Backends() {}
}
