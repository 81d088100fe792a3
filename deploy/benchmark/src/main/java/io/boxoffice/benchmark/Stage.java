package io.boxoffice.benchmark;

import io.boxoffice.backends.Folders;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import io.hypersistence.tsid.TSID;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A system of its own with empty data, and the shows that are sold on it. */
final class Stage implements AutoCloseable {

    /** Later options win over those services have by default on one machine. */
    static final String SERVICE_JAVA_OPTIONS = "-XX:TieredStopAtLevel=4 -Xms1g -Xmx1g -Xmn600m";

    static final int SEATS_PER_SHOW = 5_000;
    static final int SEATS_PER_ROW = 50;
    static final int LONG_HOLD_SECONDS = 6 * 3_600;

    private final BoxOfficeSystem system;
    private final Accounts accounts;
    private final List<Requests> customers;

    private Stage(BoxOfficeSystem system, Accounts accounts, List<Requests> customers) {
        this.system = system;
        this.accounts = accounts;
        this.customers = customers;
    }

    /** Starts everything below the folder, whose former content is deleted. */
    static Stage open(Path folder, int customers, Progress progress) {
        Folders.delete(folder);
        SystemOptions options = SystemOptions.onFreePorts(folder);
        for (String[] setting : SETTINGS) {
            options = options.with("booking-service", setting[0], setting[1]);
        }
        BoxOfficeSystem system = new BoxOfficeSystem(options, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start();
        // the mails of the sold tickets wait in their queue meanwhile: their sending is not measured here
        system.service("notification-service").stop();
        Accounts accounts = new Accounts(system.issuerUrl(), folder.resolve("data/issuer/signing-key.json"));
        Stage stage = new Stage(system, accounts, accounts.requests("customer", customers));
        stage.prepareBaseline();
        return stage;
    }

    /** What the booking-service runs with here and not elsewhere. */
    static final String[][] SETTINGS = {
        {"BOXOFFICE_JAVA_OPTIONS", SERVICE_JAVA_OPTIONS},
        {"BOXOFFICE_HOLDS_OPEN_PER_CUSTOMER", "1000000"}
    };

    static long nextId() {
        return TSID.Factory.getTsid().toLong();
    }

    Accounts accounts() {
        return accounts;
    }

    Requests customer(int index) {
        return customers.get(index % customers.size());
    }

    InetSocketAddress service() {
        return address(system.service("booking-service").url());
    }

    InetSocketAddress gateway() {
        return address(system.gateway().toString());
    }

    private static InetSocketAddress address(String url) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    }

    /**
     * A connection for the baselines, at their best: without this setting the server plans the statements anew each time,
     * because it hopes for a better plan for so few seats.
     */
    Connection baseline() throws SQLException {
        Connection connection = booking();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
        }
        return connection;
    }

    /** A connection to the booking database as its owner. */
    Connection booking() throws SQLException {
        return DriverManager.getConnection(
                system.postgres().url() + "/booking",
                "booking",
                system.postgres().password());
    }

    private void prepareBaseline() {
        execute(
                "CREATE SCHEMA baseline",
                "CREATE TABLE baseline.seats (LIKE public.seats INCLUDING ALL) WITH (fillfactor = 70)",
                "CREATE TABLE baseline.bookings (LIKE public.bookings INCLUDING ALL) WITH (fillfactor = 85)",
                "CREATE TABLE baseline.outbox (LIKE public.outbox INCLUDING ALL)");
    }

    /** Shows with one section of numbered seats, laid out in both schemas. */
    List<Long> shows(int count, int holdSeconds) {
        return shows(count, holdSeconds, SEATS_PER_ROW);
    }

    /** The same with one section of general admission. */
    List<Long> generalAdmission(int count) {
        return shows(count, LONG_HOLD_SECONDS, 0);
    }

    private List<Long> shows(int count, int holdSeconds, int seatsPerRow) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(nextId());
        }
        String array =
                "ANY ('{" + String.join(",", ids.stream().map(String::valueOf).toList()) + "}'::bigint[])";
        execute(
                """
                INSERT INTO shows (show_id, version, name, venue, starts_at, zone, currency, hold_seconds, organiser_id)
                SELECT id, 1, 'Show ' || id, 'Globe', now() + interval '30 days', 'Europe/London', 'GBP', %d, 'olga'
                FROM unnest('{%s}'::bigint[]) AS id
                """.formatted(holdSeconds, array.substring(7, array.indexOf('}'))),
                """
                INSERT INTO sections (show_id, section_no, name, first_seat, capacity, seats_per_row, price_minor)
                SELECT show_id, 1, 'Stalls', 1, %d, %d, 4500 FROM shows WHERE show_id = %s
                """.formatted(SEATS_PER_SHOW, seatsPerRow, array),
                layOut("public", array),
                layOut("baseline", array));
        settle();
        return ids;
    }

    private static String layOut(String schema, String shows) {
        return """
                INSERT INTO %s.seats (show_id, seat_no, section_no)
                SELECT show_id, generate_series(first_seat, first_seat + capacity - 1), section_no
                FROM sections WHERE show_id = %s
                """.formatted(schema, shows);
    }

    /** Sells every seat of a show to one booking, as the books would have it. */
    void sellOut(long show) {
        execute("""
                INSERT INTO bookings (show_id, booking_id, version, status, customer_id, customer_email, language,
                    show_name, venue, starts_at, zone, currency, organiser_id, seat_nos, places, total_minor,
                    held_until, created_at, decided_at)
                SELECT show_id, %d, 2, 'CONFIRMED', 'block', 'block@customers.example', 'en', name, venue, starts_at,
                    zone, currency, organiser_id, ARRAY(SELECT generate_series(1, %d)), '[]', 0, now(), now(), now()
                FROM shows WHERE show_id = %d
                """.formatted(nextId(), SEATS_PER_SHOW, show), """
                UPDATE seats s SET status = 2, version = 1, booking_id = b.booking_id
                FROM bookings b WHERE b.show_id = s.show_id AND s.show_id = %d
                """.formatted(show));
    }

    /** Clears up and writes everything out, so that no figure pays for what happened before. */
    void settle() {
        execute("VACUUM (ANALYZE) public.seats", "VACUUM (ANALYZE) baseline.seats", "ANALYZE");
        checkpoint();
    }

    void checkpoint() {
        administer("CHECKPOINT");
    }

    /** Autovacuum writes to the log whenever it likes, which must be told from what requests write. */
    void autovacuum(boolean on) {
        administer("ALTER SYSTEM SET autovacuum = " + on, "SELECT pg_reload_conf()");
    }

    private void administer(String... statements) {
        try (Connection superuser = system.postgres().connect("booking");
                Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes of write-ahead log have been written. */
    long walBytes() {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    }

    long number(String sql) {
        try (Connection connection = booking();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String sql) {
        try (Connection connection = booking();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String... statements) {
        try (Connection connection = booking();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the machine come to rest. */
    static void rest(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
