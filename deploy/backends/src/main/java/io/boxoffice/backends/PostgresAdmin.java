package io.boxoffice.backends;

import java.sql.Connection;
import java.sql.SQLException;

/** What a superuser does for the services' databases. */
final class PostgresAdmin {
    private PostgresAdmin() {}

    /** A database owned by a login of the same name, which is made when missing. */
    static void createDatabase(Connection superuser, String name, String password) throws SQLException {
        try (var statement = superuser.createStatement()) {
            try (var known = statement.executeQuery("SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
                var verb = known.next() ? "ALTER" : "CREATE";
                statement.execute(verb + " ROLE \"" + name + "\" LOGIN PASSWORD '" + password + "'");
            }
            statement.execute("CREATE DATABASE \"" + name + "\" OWNER \"" + name + "\"");
            statement.execute("REVOKE CONNECT ON DATABASE \"" + name + "\" FROM PUBLIC");
        }
    }

    /** Replaces the database by an empty one, and ends whoever was still connected. */
    static void emptyDatabase(Connection superuser, String name, String password) throws SQLException {
        try (var statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
        }
        createDatabase(superuser, name, password);
    }
}
