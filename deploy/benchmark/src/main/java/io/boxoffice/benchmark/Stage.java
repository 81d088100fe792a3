package io.boxoffice.benchmark;

import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Mail;
import io.boxoffice.backends.RedisBackend;
import io.boxoffice.backends.Tokens;
import io.boxoffice.history.Books;
import io.boxoffice.history.Ledger;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import io.hypersistence.tsid.TSID;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A system of its own with empty data, and the shows that are sold on it. */
final class Stage implements AutoCloseable {

    /** Later options win over those services have by default on one machine. */
    static final String SERVICE_JAVA_OPTIONS = "-XX:TieredStopAtLevel=4 -Xms1g -Xmx1g -Xmn600m";

    static final String SECTION = "Stalls";
    static final int SEATS_PER_SHOW = 5_000;
    static final int SEATS_PER_ROW = 50;
    static final int LONG_HOLD_SECONDS = 6 * 3_600;

    private static final String MAIL_SERVICE = "notification-service";
    private static final String MAIL_QUEUE = "email-worker";

    private static final String INSERT_BOOKINGS = """
            INSERT INTO bookings (show_id, booking_id, version, status, customer_id, customer_email, language, show_name,
                venue, starts_at, zone, currency, organiser_id, seat_nos, places, total_minor, held_until, created_at,
                decided_at)
            """;

    private static final String TWO_PLACES = """
            [{"seat":1,"section":"Stalls","row":"A","number":1,"priceMinor":4500},\
            {"seat":2,"section":"Stalls","row":"A","number":2,"priceMinor":4500}]\
            """;

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
        SystemOptions options = SystemOptions.onFreePorts(folder)
                .withoutRequestLimits()
                .with("show-service", "BOXOFFICE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");
        for (String[] setting : SETTINGS) {
            options = options.with("booking-service", setting[0], setting[1]);
        }
        BoxOfficeSystem system = new BoxOfficeSystem(options, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start();
        // the mails of the sold tickets wait in their queue meanwhile: their sending is not measured here
        system.service(MAIL_SERVICE).stop();
        Accounts accounts = new Accounts(system.issuerUrl(), folder.resolve("data/issuer/signing-key.json"));
        Stage stage = new Stage(system, accounts, accounts.requests("customer", customers));
        stage.prepareBaseline();
        return stage;
    }

    /** What the booking-service runs with here and not elsewhere. */
    static final String[][] SETTINGS = {
        {"BOXOFFICE_JAVA_OPTIONS", SERVICE_JAVA_OPTIONS},
        {"BOXOFFICE_HOLDS_OPEN_PER_CUSTOMER", "1000000"},
        {"BOXOFFICE_HOLDS_SEATS_PER_CUSTOMER", "1000000"},
        {"BOXOFFICE_HOLDS_FREE_LAPSES", "1000000"}
    };

    /** A folder of this run, beside the system's. */
    static Path folder(String name) {
        return Path.of(System.getProperty("boxoffice.checkout", ""))
                .toAbsolutePath()
                .resolve("deploy/benchmark/target")
                .resolve(name);
    }

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

    /** The token of somebody who may publish shows. */
    String organiser() {
        return new Tokens(system.issuerUrl()).organiser("olga");
    }

    InetSocketAddress catalogue() {
        return address(system.service("show-service").url());
    }

    RedisBackend redis() {
        return system.redis();
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

    /** What the database says now. */
    Books books() {
        try (Connection connection = booking()) {
            return Ledger.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void prepareBaseline() {
        administer("CREATE EXTENSION pg_walinspect");
        execute(
                "CREATE SCHEMA baseline",
                "CREATE TABLE baseline.seats (LIKE public.seats INCLUDING ALL) WITH (fillfactor = 50)",
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
        List<Long> ids = ids(count);
        execute(
                describe(ids, holdSeconds, SEATS_PER_SHOW, seatsPerRow),
                layOut("public", ids),
                layOut("baseline", ids));
        settle();
        return ids;
    }

    private static List<Long> ids(int count) {
        return Stream.generate(Stage::nextId).limit(count).toList();
    }

    private static String any(List<Long> shows) {
        return "ANY ('{%s}'::bigint[])"
                .formatted(shows.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static String describe(List<Long> shows, int holdSeconds, int seats, int seatsPerRow) {
        String ids = any(shows).substring("ANY (".length(), any(shows).length() - 1);
        return """
                INSERT INTO shows (show_id, version, name, venue, starts_at, zone, currency, hold_seconds, organiser_id)
                SELECT id, 1, 'Show ' || id, 'Globe', now() + interval '30 days', 'Europe/London', 'GBP', %d, 'olga'
                FROM unnest(%s) AS id;
                INSERT INTO sections (show_id, section_no, name, first_seat, capacity, seats_per_row, price_minor)
                SELECT show_id, 1, '%s', 1, %d, %d, 4500 FROM shows WHERE show_id = %s
                """.formatted(holdSeconds, ids, SECTION, seats, seatsPerRow, any(shows));
    }

    private static String layOut(String schema, List<Long> shows) {
        return """
                INSERT INTO %s.seats (show_id, seat_no, section_no)
                SELECT show_id, generate_series(first_seat, first_seat + capacity - 1), section_no
                FROM sections WHERE show_id = %s
                """.formatted(schema, any(shows));
    }

    /** Shows of one section with so many seats, in the service's tables only. */
    List<Long> showsOfService(int count, int seats) {
        List<Long> ids = ids(count);
        execute(describe(ids, LONG_HOLD_SECONDS, seats, SEATS_PER_ROW), layOut("public", ids));
        return ids;
    }

    /** Sells the first seats of each show to one booking, as the books would have it. */
    void sell(List<Long> shows, int seats) {
        book(shows, seats, "CONFIRMED", 0);
        // written anew, not updated: updates of seats are counted
        execute("DELETE FROM seats WHERE seat_no <= %d AND show_id = %s".formatted(seats, any(shows)), """
                INSERT INTO seats (show_id, seat_no, section_no, version, status, booking_id)
                SELECT show_id, generate_series(1, %d), 1, 1, 2, show_id FROM shows WHERE show_id = %s
                """.formatted(
                        seats, any(shows)));
    }

    private void book(List<Long> shows, int seats, String status, int seconds) {
        execute(INSERT_BOOKINGS + """
                SELECT show_id, show_id, 2, '%s', 'block', 'block@customers.example', 'en', name, venue, starts_at, zone,
                    currency, organiser_id, ARRAY(SELECT generate_series(1, %d)), '[]', 0,
                    now() + interval '%d seconds', now(), now()
                FROM shows WHERE show_id = %s
                """.formatted(status, seats, seconds, any(shows)));
    }

    /** Holds every seat of the show for a booking of its own, all until the same moment. */
    void hold(long show, int seats, int seconds) {
        bookOneByOne(List.of(show), 1, seats, seconds);
        // written anew, not updated: updates of seats are counted
        execute("DELETE FROM seats WHERE show_id = " + show, """
                INSERT INTO seats (show_id, seat_no, section_no, version, status, booking_id, held_until)
                SELECT show_id, booking_id, 1, 1, 1, booking_id, held_until FROM bookings WHERE show_id = %d
                """.formatted(show));
    }

    /** The same for one seat in so many of each show. */
    void holdEvery(int step, List<Long> shows, int seconds) {
        bookOneByOne(shows, step, SEATS_PER_SHOW, seconds);
        execute("""
                UPDATE seats s SET status = 1, version = s.version + 1, booking_id = b.booking_id,
                    held_until = b.held_until
                FROM bookings b WHERE (b.show_id, b.booking_id) = (s.show_id, s.seat_no) AND s.show_id = %s
                """.formatted(any(shows)));
    }

    private void bookOneByOne(List<Long> shows, int step, int seats, int seconds) {
        execute(INSERT_BOOKINGS + """
                SELECT show_id, seat, 1, 'PENDING', 'customer-' || seat, 'customer-' || seat || '@customers.example',
                    'en', name, venue, starts_at, zone, currency, organiser_id, ARRAY[seat],
                    jsonb_build_array(jsonb_build_object('seat', seat, 'section', '%s', 'row', 'A', 'number', 1,
                        'priceMinor', 4500)), 4500, now() + interval '%d seconds', now(), NULL
                FROM shows, generate_series(%d, %d, %d) AS seat WHERE show_id = %s
                """.formatted(SECTION, seconds, step, seats, step, any(shows)));
    }

    /** Confirmed bookings of shows that are over, a thousand for each, by a million customers. */
    void pastBookings(int count) {
        int batch = 500_000;
        for (int from = 0; from < count; from += batch) {
            execute(INSERT_BOOKINGS + """
                    SELECT n / 1000, n, 2, 'CONFIRMED', 'past-' || n %% 1000000, n %% 1000000 || '@customers.example', 'en',
                        'Show ' || n / 1000, 'Globe', now() - interval '1 year', 'Europe/London', 'GBP', 'olga',
                        ARRAY[n %% 1000 * 2 + 1, n %% 1000 * 2 + 2], '%s', 9000, now() - interval '1 year',
                        now() - interval '1 year', now() - interval '1 year'
                    FROM generate_series(%d::bigint, %d) AS n
                    """.formatted(TWO_PLACES, from + 1, Math.min(from + batch, count)));
            System.out.printf("    %,d past bookings%n", Math.min(from + batch, count));
        }
    }

    /** Clears up and writes everything out, so that no figure pays for what happened before. */
    void settle() {
        execute(
                "VACUUM (ANALYZE) public.seats",
                "VACUUM (ANALYZE) baseline.seats",
                "VACUUM public.bookings",
                "ANALYZE");
        checkpoint();
    }

    void checkpoint() {
        administer("CHECKPOINT");
    }

    /** From now on every new booking sleeps in its transaction. */
    void slowDown(double seconds) {
        execute("""
                CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN PERFORM pg_sleep(%s); RETURN NEW; END$$;
                CREATE TRIGGER slow_down BEFORE INSERT ON public.bookings FOR EACH ROW EXECUTE FUNCTION slow_down()
                """.formatted(seconds));
    }

    void speedUp() {
        execute("DROP FUNCTION slow_down() CASCADE");
    }

    /** Mails that wait for notification-service. */
    long waitingMails() {
        try {
            return system.rabbit().admin().queues("/").getOrDefault(MAIL_QUEUE, 0L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killBroker() {
        system.rabbit().kill();
    }

    void startBroker() {
        system.rabbit().start();
    }

    void startMails() {
        system.service(MAIL_SERVICE).start();
        system.service(MAIL_SERVICE).awaitReady();
    }

    void stopMails() {
        system.service(MAIL_SERVICE).stop();
    }

    /** Forgets every mail that waits. */
    void dropMails() {
        try {
            system.rabbit().admin().purge("/", MAIL_QUEUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        system.inbox().clear();
    }

    /** What arrived. */
    List<Mail> mails() {
        return system.inbox().mails();
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

    /** Marks a place in the write-ahead log, which is on disk up to there. */
    String logPosition() {
        return text("SELECT pg_logical_emit_message(false, 'bench', 'mark', true)::text");
    }

    /**
     * How many bytes transactions have written to the log since that mark. Its records are counted one by one, without
     * marks and without those of checkpoints and of the server's reports about itself.
     */
    long logBytesSince(String mark) {
        String end = logPosition();
        try (Connection superuser = system.postgres().connect("booking");
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT coalesce(sum(record_length), 0) FROM pg_get_wal_records_info('%s', '%s')
                        WHERE resource_manager NOT IN ('XLOG', 'Standby', 'LogicalMessage')
                        """.formatted(mark, end))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
