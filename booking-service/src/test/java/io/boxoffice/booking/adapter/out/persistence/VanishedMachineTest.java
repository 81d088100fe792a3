package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Whoever vanishes without a word leaves a session behind, and with it the relay's lock, until the database notices. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class VanishedMachineTest {

    private static final Duration WITHIN_SECONDS = Duration.ofSeconds(30);

    @Inject
    DataSource dataSource;

    @Test
    void theDatabaseNoticesAnIdleSessionWithoutItsMachine() throws SQLException {
        Duration silence = Duration.ofSeconds(
                setting("tcp_keepalives_idle") + setting("tcp_keepalives_interval") * setting("tcp_keepalives_count"));

        assertThat(silence).isPositive().isLessThanOrEqualTo(WITHIN_SECONDS);
    }

    @Test
    void theDatabaseNoticesAnAnswerThatNobodyReceives() throws SQLException {
        assertThat(Duration.ofMillis(setting("tcp_user_timeout"))).isPositive().isLessThanOrEqualTo(WITHIN_SECONDS);
    }

    private long setting(String name) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT setting FROM pg_settings WHERE name = '" + name + "'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
