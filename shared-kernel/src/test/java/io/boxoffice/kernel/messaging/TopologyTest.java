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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource("earlierQueues")
    void a_queue_with_other_arguments_is_told_and_stops_nothing(Map.Entry<String, Map<String, Object>> earlier)
            throws Exception {
        String odd = earlier.getKey();
        String after = Topology.EXPIRY_WORKER.retry(3);
        Channel channel = rabbit.channel();
        channel.queueDelete(odd);
        channel.queueDelete(after);
        channel.queueDeclare(odd, true, false, false, earlier.getValue());
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

    /** Queues that another release made, with their arguments. */
    static List<Map.Entry<String, Map<String, Object>>> earlierQueues() {
        return List.of(
                Map.entry(Topology.EMAIL_WORKER.retry(2), Map.of()),
                Map.entry(
                        Topology.ANALYTICS,
                        Map.of("x-queue-type", "stream", "x-max-age", "7D", "x-max-length-bytes", 5_000_000_000L)));
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
