package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private final Rabbit rabbit = new Rabbit();
    private final Topology topology = new Topology(Rabbit.RETRY.pauses());
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Listener();

    TopologyTest() throws Exception {
        Logger.getLogger(Topology.class.getName()).addHandler(listener);
    }

    @AfterEach
    void close() {
        Logger.getLogger(Topology.class.getName()).removeHandler(listener);
        rabbit.close();
    }

    @Test
    void declaring_twice_is_harmless() throws Exception {
        topology.declare(rabbit.connection());
        topology.declare(rabbit.connection());
        assertThat(log).isEmpty();
    }

    @Test
    void a_queue_with_other_arguments_is_told_and_stops_nothing() throws Exception {
        String odd = Topology.EMAIL_WORKER.retry(2);
        String after = Topology.EXPIRY_WORKER.retry(3);
        Channel channel = rabbit.channel();
        channel.queueDelete(odd);
        channel.queueDelete(after);
        channel.queueDeclare(odd, true, false, false, Map.of());
        try {
            topology.declare(rabbit.connection());
            assertThat(log).hasSize(1).allSatisfy(line -> assertThat(line).contains("'" + odd + "'", "delete it"));
            assertThat(channel.queueDeclarePassive(after)).isNotNull();
        } finally {
            channel.queueDelete(odd);
        }
        log.clear();
        topology.declare(rabbit.connection());
        assertThat(log).isEmpty();
    }

    @Test
    void channels_do_not_pile_up() {
        for (int i = 0; i < 5; i++) {
            assertThatNoException().isThrownBy(() -> topology.declare(rabbit.connection()));
        }
        assertThat(rabbit.connection()).satisfies(connection -> {
            try (Channel next = connection.createChannel()) {
                assertThat(next.getChannelNumber()).isEqualTo(rabbit.channel().getChannelNumber() + 1);
            }
        });
    }

    private final class Listener extends Handler {

        @Override
        public void publish(LogRecord entry) {
            log.add(new PatternFormatter("%s").format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
