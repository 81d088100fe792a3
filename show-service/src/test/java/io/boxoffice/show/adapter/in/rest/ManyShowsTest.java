package io.boxoffice.show.adapter.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Among many shows no search reads them all: PostgreSQL itself counts what is read without an index. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "show"))
class ManyShowsTest {

    private static final int SHOWS = 100_000;

    /** A connection reports what it did when it has been idle for ten seconds. */
    private static final Duration REPORTED = Duration.ofSeconds(60);

    @Inject
    DataSource dataSource;

    @BeforeEach
    void fill() throws SQLException {
        execute("""
                INSERT INTO shows (id, version, name, venue, starts_at, zone, currency, hold_seconds, max_hold_seconds,
                                   organiser_id)
                SELECT g, 1, 'Play ' || md5(g::text), 'House ' || g %% 1000, timestamptz '2040-01-01' + g * interval '1 minute',
                       'UTC', 'EUR', 120, 240, 'many'
                FROM generate_series(1, %d) g
                """.formatted(SHOWS));
        execute("""
                INSERT INTO sections (show_id, number, name, capacity, seats_per_row, price_minor)
                SELECT id, 1, 'Standing', 10, 0, 0 FROM shows WHERE organiser_id = 'many'
                """);
        execute("ANALYZE shows, sections");
    }

    @AfterEach
    void empty() throws SQLException {
        execute("DELETE FROM sections WHERE show_id IN (SELECT id FROM shows WHERE organiser_id = 'many')");
        execute("DELETE FROM shows WHERE organiser_id = 'many'");
        execute("VACUUM ANALYZE shows, sections");
    }

    @Test
    void an_index_answers_every_search() throws SQLException {
        String nobody = UUID.randomUUID().toString().substring(0, 8);
        List<String> searches = List.of(
                "limit=100&to=2050-01-01T00:00:00Z",
                "from=2040-02-01T00:00:00Z&to=2040-02-02T00:00:00Z",
                "from=2040-02-01T00:00:00Z&limit=7",
                "q=c4ca4238",
                "q=" + nobody,
                "q=%20c4&from=2040-01-01T00:00:00Z",
                "q=House%20777&from=2040-02-01T00:00:00Z",
                "q=" + nobody + "&to=2041-01-01T00:00:00Z");
        long scansBefore = counted("idx_scan");
        long readBefore = counted("seq_tup_read");

        searches.forEach(search -> given().get("/api/v1/shows?" + search).then().statusCode(200));

        await().atMost(REPORTED).until(() -> counted("idx_scan") >= scansBefore + searches.size());
        assertThat(counted("seq_tup_read") - readBefore).isLessThan(SHOWS);
    }

    private long counted(String column) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'shows'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
