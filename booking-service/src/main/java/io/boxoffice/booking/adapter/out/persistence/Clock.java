package io.boxoffice.booking.adapter.out.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The clock that deadlines are read by. */
final class Clock {

    static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT boxoffice_now() AS now");
                ResultSet row = select.executeQuery()) {
            row.next();
            return ShowRows.instant(row, "now");
        }
    }

    private Clock() {}
}
