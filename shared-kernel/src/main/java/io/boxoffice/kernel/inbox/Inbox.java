package io.boxoffice.kernel.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Remembers which events had their effect, in the transaction of the effect. */
@ApplicationScoped
public class Inbox {

    private static final String INSERT = """
            INSERT INTO inbox (consumer, event_id) VALUES (?, ?) ON CONFLICT DO NOTHING
            """;

    /** True for the first delivery of an event; a concurrent second one waits for the first to commit. */
    public boolean isFirst(Connection connection, String consumer, String eventId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, consumer);
            insert.setString(2, eventId);
            return insert.executeUpdate() == 1;
        }
    }
}
