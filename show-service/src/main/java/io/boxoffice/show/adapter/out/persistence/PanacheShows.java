package io.boxoffice.show.adapter.out.persistence;

import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Show;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The shows in PostgreSQL, with their events in the outbox of the same transaction. */
@ApplicationScoped
@Transactional
class PanacheShows implements Shows {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Position BEFORE_ALL = new Position(EARLIEST, new ShowId(0));

    private static final String MATCHING = """
            (lower(name) like lower(:text) escape '!' or lower(venue) like lower(:text) escape '!')
            and startsAt >= :from and startsAt < :to
            and (startsAt, id) > (:at, :id)
            order by startsAt, id
            """;

    private final DataSource dataSource;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final TransactionSynchronizationRegistry transaction;

    PanacheShows(
            DataSource dataSource, Outbox outbox, OutboxRelay relay, TransactionSynchronizationRegistry transaction) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.relay = relay;
        this.transaction = transaction;
    }

    @Override
    public void add(Show show, ShowPublished event, Instant now) {
        ShowEntity.of(show).persistAndFlush();
        try (Connection connection = dataSource.getConnection()) {
            outbox.append(connection, List.of(event), now);
        } catch (SQLException e) {
            throw new IllegalStateException("the event of a show could not be kept", e);
        }
        wakeRelayAfterCommit();
    }

    @Override
    public Optional<Show> find(ShowId id) {
        return ShowEntity.<ShowEntity>findByIdOptional(id.value()).map(ShowEntity::toShow);
    }

    @Override
    public List<Show> list(Filter filter, Optional<Position> after, int limit) {
        Position start = after.orElse(BEFORE_ALL);
        Map<String, Object> parameters = Map.of(
                "text", containing(filter.text()),
                "from", filter.from().orElse(EARLIEST),
                "to", filter.to().orElse(LATEST),
                "at", start.startsAt(),
                "id", start.id().value());
        return ShowEntity.<ShowEntity>find(MATCHING, parameters).page(0, limit).stream()
                .map(ShowEntity::toShow)
                .toList();
    }

    /** Whatever somebody searches for is text, also what LIKE would take for a wildcard. */
    private static String containing(String text) {
        return "%" + text.replaceAll("[!%_]", "!$0") + "%";
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
