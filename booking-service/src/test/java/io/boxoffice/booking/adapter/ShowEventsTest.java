package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.Topology;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class ShowEventsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Stage stage;

    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Stage.config("boxoffice.rabbitmq.host"));
        factory.setPort(Integer.parseInt(Stage.config("boxoffice.rabbitmq.port")));
        factory.setUsername(Stage.config("boxoffice.rabbitmq.username"));
        factory.setPassword(Stage.config("boxoffice.rabbitmq.password"));
        factory.setVirtualHost(Stage.config("boxoffice.rabbitmq.virtual-host"));
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void aPublishedShowGetsItsSeatsOnceHoweverOftenItIsTold() throws Exception {
        ShowId show = ShowId.next();
        ShowPublished event = Stage.published(show, 60_000, 40_000);

        for (int i = 0; i < 3; i++) {
            publish(event);
        }

        await().atMost(SOON).until(() -> seats(show) == 100_000);
        ShowId next = ShowId.next();
        publish(Stage.published(next, 10, 0));
        await().atMost(SOON).until(() -> seats(next) == 10);
        assertThat(seats(show)).isEqualTo(100_000);
    }

    @Test
    void whatCannotBeReadIsDeadLetteredAndBlocksNobody() throws Exception {
        channel.basicPublish(
                Topology.EVENTS, "show.published", null, "this is not JSON".getBytes(StandardCharsets.UTF_8));
        ShowId show = ShowId.next();
        publish(Stage.published(show, 10, 0));

        await().atMost(SOON).until(() -> seats(show) == 10);
        await().atMost(SOON).until(() -> channel.messageCount("booking-service.shows.dlq") == 1);
        assertThat(channel.basicGet("booking-service.shows.dlq", true)
                        .getProps()
                        .getHeaders())
                .hasEntrySatisfying(
                        "x-boxoffice-reason",
                        reason -> assertThat(reason.toString()).contains("cannot be read"));
    }

    private void publish(ShowPublished event) throws Exception {
        Envelope envelope = new Envelope(UUID.randomUUID().toString(), "/show-service", Instant.now(), null, event);
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().messageId(envelope.id()).build();
        channel.basicPublish(Topology.EVENTS, "show.published", properties, EventCodec.write(envelope));
    }

    private long seats(ShowId show) {
        return stage.count("SELECT count(*) FROM seats WHERE show_id = " + show.value());
    }
}
