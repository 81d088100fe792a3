package io.boxoffice.kernel.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where RabbitMQ is. */
@ConfigMapping(prefix = "boxoffice.rabbitmq")
public interface RabbitSettings {

    /** Host name or address. */
    @WithDefault("localhost")
    String host();

    /** AMQP port. */
    @WithDefault("5672")
    int port();

    /** Login. */
    @WithDefault("boxoffice")
    String username();

    /** Password of the login. */
    @WithDefault("boxoffice")
    String password();

    /** Virtual host that holds the exchanges and queues. */
    @WithDefault("/")
    String virtualHost();
}
