package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabbitBackendTest {
    @TempDir
    Path folder;

    @Test
    void keepsConfirmedMessagesWhenItIsKilled() throws Exception {
        var rabbit = new RabbitBackend(folder, Ports.free(), Ports.free(), "secret", System.out::println);
        rabbit.start();
        try {
            publish(rabbit);
            rabbit.kill();
            assertThat(rabbit.isAlive()).isFalse();
            rabbit.start();
            assertThat(take(rabbit)).isEqualTo("seat 7");
            assertThat(rabbit.admin().queues("/")).containsKey("tickets");
        } finally {
            rabbit.stop();
        }
        assertThat(rabbit.isAlive()).isFalse();
    }

    private static void publish(RabbitBackend rabbit) throws Exception {
        try (var connection = connect(rabbit);
                var channel = connection.createChannel()) {
            channel.queueDeclare("tickets", true, false, false, Map.of("x-queue-type", "quorum"));
            // the broker writes a new quorum queue's name down within a second; killed before that, it forgets the
            // queue
            await().pollDelay(Duration.ofSeconds(2)).until(channel::isOpen);
            channel.confirmSelect();
            channel.basicPublish(
                    "", "tickets", MessageProperties.PERSISTENT_BASIC, "seat 7".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static String take(RabbitBackend rabbit) throws Exception {
        try (var connection = connect(rabbit);
                var channel = connection.createChannel()) {
            return new String(channel.basicGet("tickets", true).getBody(), StandardCharsets.UTF_8);
        }
    }

    private static Connection connect(RabbitBackend rabbit) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(rabbit.port());
        factory.setUsername(RabbitBackend.USER);
        factory.setPassword(rabbit.password());
        return factory.newConnection();
    }
}
