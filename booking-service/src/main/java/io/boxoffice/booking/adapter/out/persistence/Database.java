package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.kernel.replica.ReadReplica;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in one transaction of READ COMMITTED, the level at which row locks decide. */
@ApplicationScoped
class Database {

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
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("08") || state.startsWith("57P")) {
                throw new CommitInDoubtException(e);
            }
            throw e;
        }
    }

    /** The connection was lost while the answer to COMMIT was awaited. */
    static final class CommitInDoubtException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CommitInDoubtException(SQLException cause) {
            super("nobody knows whether the transaction was committed", cause);
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
