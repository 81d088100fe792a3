package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.kernel.replica.ReadReplica;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Runs work in one transaction of READ COMMITTED, the level at which row locks decide. */
@ApplicationScoped
class Database {

    private static final String UNDER_WAY =
            "SELECT 1 FROM pg_stat_activity WHERE pid = ? AND pid <> pg_backend_pid() AND state <> 'idle'";

    private final DataSource dataSource;
    private final ReadReplica replica;

    Database(DataSource dataSource, ReadReplica replica) {
        this.dataSource = dataSource;
        this.replica = replica;
    }

    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Commits what the work did, or nothing of it.
     *
     * @throws CommitInDoubtException if nobody knows which of the two it was
     */
    <T> T inTransaction(Work<T> work) {
        return reading(connection -> {
            connection.setAutoCommit(false);
            T result = undoneIfItFails(work, connection);
            commit(connection);
            return result;
        });
    }

    /** Reads without a transaction of its own. */
    <T> T reading(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Reads what nothing is decided by, from the replica if it serves; it may be read twice. */
    <T> T looking(Work<T> work) {
        try {
            return replica.read(work::with);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> T undoneIfItFails(Work<T> work, Connection connection) throws SQLException {
        try {
            return work.with(connection);
        } catch (Throwable e) {
            // an Error too: the pool hands the connection on, and whoever switches to auto-commit commits what is open
            try {
                connection.rollback();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    /**
     * Whether what the transaction wrote can be seen by now, if it ever will be: its session may outlive its connection
     * and commit later.
     */
    boolean isDecided(CommitInDoubtException doubt) {
        return reading(connection -> {
            try (PreparedStatement select = connection.prepareStatement(UNDER_WAY)) {
                select.setInt(1, doubt.session);
                try (ResultSet row = select.executeQuery()) {
                    return !row.next();
                }
            }
        });
    }

    private static void commit(Connection connection) throws SQLException {
        int session = connection.unwrap(PGConnection.class).getBackendPID();
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("08") || state.startsWith("57P")) {
                throw new CommitInDoubtException(session, e);
            }
            throw e;
        }
    }

    /** The connection was lost while the answer to COMMIT was awaited. */
    static final class CommitInDoubtException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int session;

        CommitInDoubtException(int session, SQLException cause) {
            super("nobody knows whether the transaction was committed", cause);
            this.session = session;
        }
    }

    /** The database refused or could not be reached; the SQL error is the cause. */
    static final class DatabaseException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DatabaseException(SQLException cause) {
            super("the database did not do it", cause);
        }
    }
}
