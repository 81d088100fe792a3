package io.boxoffice.show.adapter.out.persistence;

import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.boxoffice.kernel.replica.ReadReplica;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Change;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** The shows in PostgreSQL, with their events in the outbox of the same transaction. */
@ApplicationScoped
class PanacheShows implements Shows {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Position BEFORE_ALL = new Position(EARLIEST, new ShowId(0));

    private static final String WITHIN = """
            startsAt >= :from and startsAt < :to
            and (startsAt, id) > (:at, :id)
            """;

    private static final String WITH_TEXT = """
            and (lower(name) like lower(:text) escape '!' or lower(venue) like lower(:text) escape '!')
            """;

    private static final String WITH_WORD = """
            and (lower(name) like lower(:first) escape '!' or lower(name) like lower(:later) escape '!'
                or lower(venue) like lower(:first) escape '!' or lower(venue) like lower(:later) escape '!')
            """;

    /** Three letters in a row are what the index knows; of fewer, it knows only those that a word begins with. */
    private static final Pattern INDEXED = Pattern.compile("[\\p{L}\\p{N}]{3}");

    private static final String IN_ORDER = """
            order by startsAt, id
            """;

    private final DataSource dataSource;
    private final ReadReplica replica;
    private final SessionFactory sessions;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final TransactionSynchronizationRegistry transaction;

    PanacheShows(
            DataSource dataSource,
            ReadReplica replica,
            SessionFactory sessions,
            Outbox outbox,
            OutboxRelay relay,
            TransactionSynchronizationRegistry transaction) {
        this.dataSource = dataSource;
        this.replica = replica;
        this.sessions = sessions;
        this.outbox = outbox;
        this.relay = relay;
        this.transaction = transaction;
    }

    @Override
    @Transactional
    public void add(Show show, ShowPublished event, Instant now) {
        ShowEntity.of(show).persistAndFlush();
        announce(event, now);
    }

    @Override
    @Transactional
    public Optional<Change> change(
            ShowId id, Function<Show, Change> decision, Function<Show, ShowEvent> event, Instant now) {
        Optional<ShowEntity> locked = ShowEntity.findByIdOptional(id.value(), LockModeType.PESSIMISTIC_WRITE);
        return locked.map(row -> {
            Change change = decision.apply(row.toShow());
            if (change instanceof Change.Changed(Show show)) {
                row.take(show);
                row.persistAndFlush();
                announce(event.apply(show), now);
            }
            return change;
        });
    }

    private void announce(ShowEvent event, Instant now) {
        try (Connection connection = dataSource.getConnection()) {
            outbox.append(connection, List.of(event), now);
        } catch (SQLException e) {
            throw new IllegalStateException("the event of a show could not be kept", e);
        }
        wakeRelayAfterCommit();
    }

    @Override
    public Optional<Show> find(ShowId id) {
        return reading(session ->
                Optional.ofNullable(session.find(ShowEntity.class, id.value())).map(ShowEntity::toShow));
    }

    @Override
    public List<Show> list(Filter filter, Optional<Position> after, int limit) {
        Position start = after.orElse(BEFORE_ALL);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("from", filter.from().orElse(EARLIEST));
        parameters.put("to", filter.to().orElse(LATEST));
        parameters.put("at", start.startsAt());
        parameters.put("id", start.id().value());
        String matching = WITHIN;
        // whatever somebody searches for is text, also what LIKE would take for a wildcard
        String text = filter.text().replaceAll("[!%_]", "!$0");
        if (INDEXED.matcher(text).find()) {
            matching += WITH_TEXT;
            parameters.put("text", "%" + text + "%");
        } else if (!text.isEmpty()) {
            matching += WITH_WORD;
            parameters.put("first", text + "%");
            parameters.put("later", "% " + text + "%");
        }
        String query = "from Show where " + matching + IN_ORDER;
        return reading(session -> session.createSelectionQuery(query, ShowEntity.class)
                .setProperties(parameters)
                .setMaxResults(limit)
                .getResultStream()
                .map(ShowEntity::toShow)
                .toList());
    }

    /** Looks with a connection of the replica's if it serves, and outside any transaction. */
    private <T> T reading(Function<Session, T> look) {
        try {
            return replica.read(connection -> {
                try (Session session =
                        sessions.withOptions().connection(connection).openSession()) {
                    return look.apply(session);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not answer", e);
        }
    }

    private void wakeRelayAfterCommit() {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to do before it is true
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    relay.wake();
                }
            }
        });
    }
}
