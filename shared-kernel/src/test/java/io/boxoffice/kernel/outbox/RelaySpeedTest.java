package io.boxoffice.kernel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.Rabbit;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Events;
import io.boxoffice.kernel.support.Fixed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How fast a backlog drains into quorum queues: ten minutes of 200 sales a second, all waiting at once. */
@EnabledIfSystemProperty(named = "soak", matches = "true")
class RelaySpeedTest {

    private static final int BACKLOG = 120_000;
    private static final int APPENDED_TOGETHER = 1_000;
    private static final int GOAL_PER_SECOND = 2_000;

    private final Outbox outbox = new Outbox("boxoffice-booking-service");

    @Test
    void a_backlog_drains_ten_times_as_fast_as_it_came() throws Exception {
        execute("TRUNCATE outbox");
        List<Event> sales = Collections.nCopies(APPENDED_TOGETHER, Events.of(EventType.BOOKING_CONFIRMED));
        for (int appended = 0; appended < BACKLOG; appended += APPENDED_TOGETHER) {
            append(sales);
        }
        ConfirmedPublisher publisher = Rabbit.publisher(Backends.rabbit());
        OutboxRelay relay =
                new OutboxRelay(new Fixed<>(Backends.postgres()), publisher, new SimpleMeterRegistry(), true);
        try (Rabbit rabbit = new Rabbit()) {
            long start = System.nanoTime();
            relay.start(new StartupEvent());
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(200))
                    .until(RelaySpeedTest::isEmpty);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("FIGURE relay %d events in %.1f s: %.0f a second%n", BACKLOG, seconds, BACKLOG / seconds);
            assertThat(rabbit.channel().messageCount(Topology.EMAIL_WORKER.name()))
                    .isGreaterThanOrEqualTo(BACKLOG);
            assertThat(BACKLOG / seconds).isGreaterThan(GOAL_PER_SECOND);
        } finally {
            relay.stop(new ShutdownEvent());
            Rabbit.close(publisher);
            new Rabbit().close();
        }
    }

    private void append(List<Event> events) throws SQLException {
        try (Connection connection = Backends.postgres().getConnection()) {
            connection.setAutoCommit(false);
            outbox.append(connection, events, Events.NOON);
            connection.commit();
        }
    }

    private static boolean isEmpty() throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM outbox)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
