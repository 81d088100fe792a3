package io.boxoffice.kernel.outbox;

import io.boxoffice.kernel.messaging.ConfirmedPublisher;
import io.boxoffice.kernel.messaging.OutgoingMessage;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.messaging.Topology;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outbox: the oldest rows first, no transaction open meanwhile, and a row is deleted only when the broker
 * has confirmed it. One relay per database is active, by an advisory lock of its session; when that session ends, any
 * other replica takes over. After a crash an event may be published twice, never zero times.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** Names the relay's lock within its database. */
    static final long ADVISORY_LOCK = 0x626f_7866_6f75_74L;

    /** Their effects may still write events. */
    private static final int AFTER_THE_CONSUMERS = 5_000;

    private static final int BATCH = 100;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(2);

    /** Longer than the flush and a batch. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    /** Who did not look for so long does not know how old the oldest event is. */
    private static final Duration LATE = POLL.multipliedBy(2);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private static final String OLDEST = """
            SELECT id, event_id, routing_key, traceparent, body,
                   extract(epoch FROM clock_timestamp() - created_at) AS age
            FROM outbox ORDER BY id LIMIT ?
            """;

    private static final String AGE_OF_THE_OLDEST =
            "SELECT extract(epoch FROM clock_timestamp() - created_at) FROM outbox ORDER BY id LIMIT 1";

    private final Instance<DataSource> dataSource;
    private final ConfirmedPublisher publisher;
    private final boolean enabled;
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean running;
    private volatile Look last = new Look(0);
    private @Nullable Thread thread;

    OutboxRelay(
            Instance<DataSource> dataSource,
            ConfirmedPublisher publisher,
            MeterRegistry metrics,
            @ConfigProperty(name = "boxoffice.outbox.relay", defaultValue = "false") boolean enabled) {
        this.dataSource = dataSource;
        this.publisher = publisher;
        this.enabled = enabled;
        if (enabled) {
            Gauge.builder("boxoffice.outbox.age", this::ageSeconds)
                    .description("Age of the oldest event that is not published yet; grows while nobody can look")
                    .baseUnit("seconds")
                    .register(metrics);
        }
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            last = new Look(0);
            running = true;
            thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::run);
        }
    }

    void stop(@Observes @Priority(AFTER_THE_CONSUMERS) ShutdownEvent event) throws InterruptedException {
        running = false;
        signal.release();
        // a batch that is under way is finished, or it would be published twice
        if (thread != null && !thread.join(GRACE)) {
            thread.interrupt();
            thread.join(GRACE);
        }
    }

    /** Tells the relay that a transaction with events has committed. Never blocks. */
    public void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /**
     * Seconds that the oldest unpublished event has been waiting; the longest it may have been, if this relay cannot look.
     * Every replica tells it, also for one that holds the lock and hangs.
     */
    public double ageSeconds() {
        Look look = last;
        Duration since = Duration.ofNanos(System.nanoTime() - look.nanos());
        return running && since.compareTo(LATE) > 0
                ? look.ageSeconds() + since.toMillis() / 1_000.0
                : look.ageSeconds();
    }

    private void run() {
        while (running) {
            try (Connection session = dataSource.get().getConnection()) {
                session.setAutoCommit(true);
                leadOrWait(session);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException | Error e) {
                LOG.warnf("The outbox relay lost its database session and starts again: %s", e);
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void leadOrWait(Connection session) throws SQLException, InterruptedException {
        if (!tryLock(session)) {
            last = look(session);
            pause(POLL);
            return;
        }
        try {
            while (running) {
                if (!relayBatch(session) && signal.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            }
            flush(session);
        } finally {
            unlock(session);
        }
    }

    /** What is in the outbox leaves with us, as far as there is time; the rest waits for whoever is next. */
    private void flush(Connection session) throws SQLException {
        long begin = System.nanoTime();
        boolean left = true;
        while (left && System.nanoTime() - begin < FLUSH.toNanos()) {
            left = relayBatch(session);
        }
    }

    /** Publishes one batch; false if there is nothing (or nobody) to publish to. */
    private boolean relayBatch(Connection session) throws SQLException {
        Batch batch = read(session);
        last = new Look(batch.ageSeconds());
        if (batch.ids().isEmpty()) {
            return false;
        }
        try {
            publisher.publish(batch.messages());
        } catch (PublishException e) {
            LOG.warnf("%d events wait in the outbox: %s (%s)", batch.ids().size(), e.getMessage(), e.getCause());
            pause(PAUSE_AFTER_FAILURE);
            return true;
        }
        delete(session, batch.ids());
        return true;
    }

    private static Batch read(Connection session) throws SQLException {
        List<Long> ids = new ArrayList<>();
        List<OutgoingMessage> messages = new ArrayList<>();
        double age = 0;
        try (PreparedStatement select = session.prepareStatement(OLDEST)) {
            select.setInt(1, BATCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong("id"));
                    age = Math.max(age, rows.getDouble("age"));
                    messages.add(new OutgoingMessage(
                            Topology.EVENTS,
                            rows.getString("routing_key"),
                            rows.getString("event_id"),
                            rows.getBytes("body"),
                            OutgoingMessage.causedBy(rows.getString("traceparent"))));
                }
            }
        }
        return new Batch(ids, messages, age);
    }

    private static Look look(Connection session) throws SQLException {
        try (Statement select = session.createStatement();
                ResultSet oldest = select.executeQuery(AGE_OF_THE_OLDEST)) {
            return new Look(oldest.next() ? oldest.getDouble(1) : 0);
        }
    }

    private static void delete(Connection session, List<Long> ids) throws SQLException {
        try (PreparedStatement delete = session.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
            delete.setArray(1, session.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
    }

    private static boolean tryLock(Connection session) throws SQLException {
        try (PreparedStatement lock = session.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, ADVISORY_LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static void unlock(Connection session) {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            LOG.debugf("The session ends, and its lock with it: %s", e.getMessage());
            abort(session);
        }
    }

    /** Back in the pool, a living session would keep the lock from everybody. */
    private static void abort(Connection session) {
        try {
            session.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debugf("The session had ended before: %s", e.getMessage());
        }
    }

    private void pause(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private record Batch(List<Long> ids, List<OutgoingMessage> messages, double ageSeconds) {}

    /** How old the oldest event was when somebody looked. */
    private record Look(double ageSeconds, long nanos) {

        Look(double ageSeconds) {
            this(ageSeconds, System.nanoTime());
        }
    }
}
