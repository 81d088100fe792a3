package io.boxoffice.kernel.replica;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Lets a replica answer what only looks, as truly as the primary would. The reader asks the primary how far its log is on
 * disk, and the replica whether it has come that far (the read index of D. Ongaro, Consensus: Bridging Theory and
 * Practice, 2014, section 6.4.1, with the log's position as the index). So whatever was committed when somebody began to
 * read is in what they read, their own changes first of all, and no clock is compared. Positions of different histories
 * say nothing about each other, so the replica must have written down that it is on the primary's timeline.
 *
 * <p>A replica that is away, fails, is too far behind or another's is not asked for a moment, and then by one reader, until
 * it has served; everybody else is answered by the primary, and so is that reader if it fails. Without a replica the
 * primary answers everything. It is there from the start, so that its counters are, too.
 */
@Startup
@ApplicationScoped
public class ReadReplica {

    private static final Logger LOG = Logger.getLogger(ReadReplica.class);

    /** How long a reader gives the replica to come as far as the primary. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    /** How long a replica that did not serve is left alone. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * As far as the log is on disk: nobody sees a commit before it is there ({@code synchronous_commit} is on), and nothing
     * is sent to a replica before. What is written beyond belongs to transactions that are not committed, and waiting for it
     * would be waiting for somebody's next flush. A file of the log begins its name with the timeline.
     */
    private static final String FLUSHED = """
            SELECT system_identifier || '/' || substr(pg_walfile_name(flushed), 1, 8), flushed::text
            FROM pg_control_system(), pg_current_wal_flush_lsn() flushed
            """;

    /**
     * A former replica that was made the primary says no for ever. One that follows it onto its timeline says no until it
     * has written something there, a checkpoint at the latest; the timeline it receives is shown to monitors only.
     */
    private static final String REPLAYED = """
            SELECT pg_is_in_recovery()
                AND system_identifier || '/' || upper(lpad(to_hex(min_recovery_end_timeline), 8, '0')) = ?
                AND pg_last_wal_replay_lsn() >= ?::pg_lsn
            FROM pg_control_system(), pg_control_recovery()
            """;

    private final Supplier<AgroalDataSource> primary;
    private final Supplier<AgroalDataSource> replica;
    private final boolean configured;
    private final Counter served;
    private final Counter fallBacks;
    private final AtomicLong askAgainNanos = new AtomicLong(System.nanoTime());
    private volatile boolean serves = true;

    @Inject
    ReadReplica(
            Instance<AgroalDataSource> primary,
            @DataSource("replica") Instance<AgroalDataSource> replica,
            @ConfigProperty(name = "boxoffice.postgres.read-url") Optional<String> url,
            MeterRegistry metrics) {
        this(primary::get, replica::get, url.isPresent() && replica.isResolvable(), metrics);
    }

    ReadReplica(
            Supplier<AgroalDataSource> primary,
            Supplier<AgroalDataSource> replica,
            boolean configured,
            MeterRegistry metrics) {
        this.primary = primary;
        this.replica = replica;
        this.configured = configured;
        this.served = Counter.builder("boxoffice.replica.reads")
                .description("What the replica answered")
                .register(metrics);
        this.fallBacks = Counter.builder("boxoffice.replica.fallbacks")
                .description("What the primary answered because the replica was away, behind or another's")
                .register(metrics);
    }

    /** What is read; it may be read a second time, from the other database. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** A position of the log, and of which: the system's and the timeline's numbers. */
    private record Position(String history, String position) {}

    /** Reads outside any transaction. Nothing may be decided by it that is written afterwards. */
    public <T> T read(Work<T> work) throws SQLException {
        if (!configured) {
            return onPrimary(work);
        }
        if (mayBeAsked()) {
            Optional<T> answer = flushed().flatMap(position -> onReplica(work, position));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        fallBacks.increment();
        return onPrimary(work);
    }

    /** Everybody while it serves; else whoever comes first after a pause. */
    private boolean mayBeAsked() {
        long now = System.nanoTime();
        long next = askAgainNanos.get();
        return serves || (now - next >= 0 && askAgainNanos.compareAndSet(next, now + PAUSE.toNanos()));
    }

    private <T> Optional<T> onReplica(Work<T> work, Position flushed) {
        try (Connection connection = replica.get().getConnection()) {
            if (hasReplayed(connection, flushed)) {
                T answer = work.with(connection);
                served.increment();
                welcome();
                return Optional.of(answer);
            }
            leaveAlone("it is behind, or not on the primary's timeline");
        } catch (SQLException | RuntimeException e) {
            replica.get().flush(FlushMode.IDLE);
            leaveAlone(e.toString());
        }
        return Optional.empty();
    }

    private void welcome() {
        if (!serves) {
            LOG.info("The replica answers reads again");
            serves = true;
        }
    }

    private void leaveAlone(String why) {
        askAgainNanos.set(System.nanoTime() + PAUSE.toNanos());
        if (serves) {
            LOG.warnf("The primary answers what the replica should: %s", why);
            serves = false;
        }
    }

    private static boolean hasReplayed(Connection connection, Position flushed) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (PreparedStatement select = connection.prepareStatement(REPLAYED)) {
            select.setString(1, flushed.history);
            select.setString(2, flushed.position);
            while (true) {
                try (ResultSet row = select.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        return true;
                    }
                }
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Empty if the primary cannot tell; it may still answer what is to be read. */
    private Optional<Position> flushed() {
        try {
            return Optional.of(onPrimary(connection -> {
                try (PreparedStatement select = connection.prepareStatement(FLUSHED);
                        ResultSet row = select.executeQuery()) {
                    row.next();
                    return new Position(row.getString(1), row.getString(2));
                }
            }));
        } catch (SQLException e) {
            leaveAlone("the primary does not say how far it is: " + e);
            return Optional.empty();
        }
    }

    private <T> T onPrimary(Work<T> work) throws SQLException {
        try (Connection connection = primary.get().getConnection()) {
            return work.with(connection);
        }
    }
}
