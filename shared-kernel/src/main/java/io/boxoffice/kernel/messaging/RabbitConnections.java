package io.boxoffice.kernel.messaging;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Opens plain connections to RabbitMQ; they end at the first trouble, and whoever uses one opens the next. */
public final class RabbitConnections {

    /** How long connecting, or ending a connection, may take. */
    static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private static final int ANSWER_TIMEOUT_MILLIS = 20_000;
    private static final int HEARTBEAT_SECONDS = 10;

    /** A connection that RabbitMQ's pages show under that name. */
    public static Connection open(RabbitSettings settings, String name) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.host());
        factory.setPort(settings.port());
        factory.setUsername(settings.username());
        factory.setPassword(settings.password());
        factory.setVirtualHost(settings.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(ANSWER_TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        return factory.newConnection(name);
    }

    private RabbitConnections() {}
}
