package io.boxoffice.notification.adapter.out.persistence;

import io.boxoffice.notification.application.port.Leases;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Leases as session-level advisory locks: the database gives one back when the connection of its holder ends, whatever
 * ended it. So a killed worker's mails are free at once for whoever gets their messages next, and a slow worker's are
 * never taken from it, which a lease that ends by the clock could promise only one of. Nothing is locked and no
 * transaction is open meanwhile; the price is one connection for each mail under way.
 */
@ApplicationScoped
class PostgresLeases implements Leases {

    private static final Logger LOG = Logger.getLogger(PostgresLeases.class);

    /** Keeps these locks apart from others in the same database. */
    private static final long SEED = 0x6d61_696c_73L;

    static final String TAKE = "SELECT pg_try_advisory_lock(hashtextextended(?, ?))";
    private static final String GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(?, ?))";

    private final DataSource dataSource;

    PostgresLeases(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public <T> Optional<T> whileHeld(String name, Supplier<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            if (!ask(connection, TAKE, name)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                giveBack(connection, name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no lease can be had", e);
        }
    }

    /** A connection that may still hold the lock must not go back to the pool. */
    private static void giveBack(Connection connection, String name) throws SQLException {
        try {
            ask(connection, GIVE_BACK, name);
        } catch (SQLException e) {
            LOG.warnf("A lease ends with its connection: %s", e.getMessage());
            connection.abort(Runnable::run);
        }
    }

    static boolean ask(Connection connection, String question, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, name);
            statement.setLong(2, SEED);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
