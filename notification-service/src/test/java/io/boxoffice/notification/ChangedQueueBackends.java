package io.boxoffice.notification;

import com.rabbitmq.client.ConnectionFactory;
import io.boxoffice.kernel.messaging.Topology;
import java.util.Map;
import java.util.Objects;

/** A broker whose queue was made by a release that wanted other arguments. */
public class ChangedQueueBackends extends ScriptedMailBackends {

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = super.start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.get("boxoffice.rabbitmq.host"));
        factory.setPort(Integer.parseInt(Objects.requireNonNull(settings.get("boxoffice.rabbitmq.port"))));
        factory.setUsername(settings.get("boxoffice.rabbitmq.username"));
        factory.setPassword(settings.get("boxoffice.rabbitmq.password"));
        factory.setVirtualHost(settings.get("boxoffice.rabbitmq.virtual-host"));
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            Map<String, Object> arguments = Map.of("x-queue-type", "quorum", "x-delivery-limit", 3);
            channel.queueDeclare(Topology.EMAIL_WORKER.name(), true, false, false, arguments);
        } catch (Exception e) {
            throw new IllegalStateException("the odd queue cannot be made", e);
        }
        return settings;
    }
}
