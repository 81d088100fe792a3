package io.boxoffice.kernel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.EventCodec;
import io.boxoffice.kernel.messaging.Rabbit;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.kernel.support.Backends;
import io.boxoffice.kernel.support.Events;
import io.boxoffice.kernel.support.Fixed;
import io.boxoffice.kernel.support.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private static final String QUEUE = Topology.BOOKING_SHOWS.name();
    private static final int MANY = 2_000;
    private static final int CUTS = 6;

    private final Rabbit rabbit = new Rabbit();
    private final Wire wire =
            new Wire(Backends.rabbit().host(), Backends.rabbit().port());
    private final Outbox outbox = new Outbox("boxoffice-show-service");
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private final List<OutboxRelay> relays = new ArrayList<>();
    private final List<ConfirmedPublisher> publishers = new ArrayList<>();

    OutboxRelayTest() throws Exception {
        execute("TRUNCATE outbox");
    }

    @AfterEach
    void close() throws Exception {
        for (OutboxRelay relay : relays) {
            relay.stop(new ShutdownEvent());
        }
        publishers.forEach(Rabbit::close);
        wire.close();
        rabbit.close();
    }

    @Test
    void events_are_published_in_order_and_then_forgotten() throws Exception {
        append(1, 250);
        relay().start(new StartupEvent());
        for (int version = 1; version <= 250; version++) {
            GetResponse message = rabbit.next(QUEUE);
            var envelope = EventCodec.read(message.getBody());
            assertThat(envelope.event()).isEqualTo(Events.showPublished(version));
            assertThat(envelope.source()).isEqualTo("/show-service");
            assertThat(message.getProps().getMessageId()).isEqualTo(envelope.id());
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("show.published");
        }
        Awaitility.await().until(() -> waiting() == 0);
        assertThat(rabbit.isEmpty(QUEUE)).isTrue();
    }

    @Test
    void a_commit_wakes_the_relay() throws Exception {
        OutboxRelay relay = relay();
        relay.start(new StartupEvent());
        consume();
        for (int version = 1; version <= 20; version++) {
            append(version, version);
            relay.wake();
            int last = version;
            Awaitility.await()
                    .atMost(Duration.ofMillis(900)) // the poll alone comes once a second
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> received.contains(last));
        }
    }

    @Test
    void what_was_committed_before_the_end_is_published() throws Exception {
        OutboxRelay relay = relay();
        relay.start(new StartupEvent());
        Awaitility.await().until(() -> leaders().size() == 1);
        append(1, 1_000);
        relay.stop(new ShutdownEvent());
        assertThat(waiting()).isZero();
    }

    @Test
    void an_event_of_another_replica_is_found_without_being_woken() throws Exception {
        relay().start(new StartupEvent());
        consume();
        append(1, 1);
        Awaitility.await().until(() -> received.contains(1));
    }

    @Test
    void a_rolled_back_event_never_happened() throws Exception {
        try (Connection connection = Backends.postgres().getConnection()) {
            connection.setAutoCommit(false);
            outbox.append(connection, List.of(Events.showPublished(1)), Events.NOON);
            connection.rollback();
            outbox.append(connection, List.of(), Events.NOON);
            connection.commit();
        }
        assertThat(waiting()).isZero();
    }

    @Test
    void no_event_is_lost_when_the_broker_goes_away_again_and_again() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        append(1, MANY);
        consume();
        wire.cutAfter(50_000);
        relay().start(new StartupEvent());
        for (int cut = 1; cut <= CUTS; cut++) {
            int goal = cut;
            Awaitility.await().until(() -> wire.cuts() >= goal);
            wire.cutAfter(20_000 + random.nextInt(60_000));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting() == 0);
        Awaitility.await().until(() -> received.stream().distinct().count() == MANY);
        List<Integer> first = received.stream().distinct().toList();
        System.out.printf(
                "%d events, %d cuts of the wire: none lost, %d came twice (seed %d)%n",
                MANY, wire.cuts(), received.size() - MANY, seed);
        assertThat(first).isEqualTo(IntStream.rangeClosed(1, MANY).boxed().toList());
    }

    @Test
    void of_two_relays_one_is_active_and_the_other_takes_over_when_its_session_is_killed() throws Exception {
        relay().start(new StartupEvent());
        Awaitility.await().until(() -> leaders().size() == 1);
        int first = leaders().getFirst();
        relay().start(new StartupEvent());
        consume();
        for (int i = 1; i <= 10; i++) {
            append(i * 10, i * 10 + 9);
        }
        Awaitility.await().until(() -> waiting() == 0);
        Awaitility.await().until(() -> received.size() >= 100);
        assertThat(received).as("two active relays would publish twice").hasSize(100);
        assertThat(leaders()).containsExactly(first);

        execute("SELECT pg_terminate_backend(" + first + ")");
        append(1_000, 1_099);
        Awaitility.await().until(() -> received.contains(1_099));
        Awaitility.await().until(() -> waiting() == 0);
        assertThat(leaders()).hasSize(1).doesNotContain(first);
    }

    @Test
    void stopping_hands_the_lock_over_and_repeats_nothing() throws Exception {
        consume();
        append(1, MANY);
        OutboxRelay first = relay();
        first.start(new StartupEvent());
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !received.isEmpty());
        first.stop(new ShutdownEvent());
        assertThat(leaders()).isEmpty();
        relay().start(new StartupEvent());
        Awaitility.await().until(() -> waiting() == 0);
        Awaitility.await().until(() -> received.contains(MANY));
        assertThat(received).hasSize(MANY);
    }

    @Test
    void the_oldest_events_age_is_told_while_the_broker_is_away() throws Exception {
        wire.silence();
        append(1, 1);
        OutboxRelay relay = relay();
        relay.start(new StartupEvent());
        Awaitility.await().until(() -> relay.ageSeconds() > 1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void the_oldest_events_age_is_told_while_another_replica_holds_the_lock_and_does_nothing() throws Exception {
        try (Connection hanging = Backends.postgres().getConnection();
                var statement = hanging.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + OutboxRelay.ADVISORY_LOCK + ")");
            append(1, 1);
            execute("UPDATE outbox SET created_at = created_at - interval '1 hour'");
            OutboxRelay relay = relay();
            relay.start(new StartupEvent());
            Awaitility.await().until(() -> relay.ageSeconds() > 3_600);
            execute("TRUNCATE outbox");
            Awaitility.await().until(() -> relay.ageSeconds() < 1);
        }
    }

    @Test
    void the_age_grows_while_the_relay_cannot_look() throws Exception {
        OutboxRelay relay = relay();
        relay.start(new StartupEvent());
        Awaitility.await().until(() -> leaders().size() == 1);
        try (Connection other = Backends.postgres().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox");
            Awaitility.await().until(() -> relay.ageSeconds() > 3);
            other.rollback();
        }
        Awaitility.await().until(() -> relay.ageSeconds() < 1);
    }

    private OutboxRelay relay() {
        ConfirmedPublisher publisher = Rabbit.publisher(Backends.rabbitAt(wire.host(), wire.port()));
        OutboxRelay relay =
                new OutboxRelay(new Fixed<>(Backends.postgres()), publisher, new SimpleMeterRegistry(), true);
        publishers.add(publisher);
        relays.add(relay);
        return relay;
    }

    private void append(int firstVersion, int lastVersion) throws SQLException {
        List<ShowPublished> events = IntStream.rangeClosed(firstVersion, lastVersion)
                .mapToObj(Events::showPublished)
                .toList();
        try (Connection connection = Backends.postgres().getConnection()) {
            connection.setAutoCommit(false);
            outbox.append(connection, events, Events.NOON);
            connection.commit();
        }
    }

    /** Notes the version of every event that arrives from now on. */
    private void consume() throws IOException {
        rabbit.channel()
                .basicConsume(
                        QUEUE,
                        true,
                        (tag, message) -> received.add(
                                EventCodec.read(message.getBody()).event().sequence()),
                        tag -> {});
    }

    private static int waiting() throws SQLException {
        return numbers("SELECT count(*) FROM outbox").getFirst();
    }

    /** The sessions that hold a relay's lock. */
    private static List<Integer> leaders() throws SQLException {
        return numbers("""
                SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database
                WHERE locktype = 'advisory' AND granted AND datname = current_database()
                """);
    }

    private static List<Integer> numbers(String query) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = Backends.postgres().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Backends.postgres().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
