package io.boxoffice.booking.adapter;

import io.boxoffice.backends.Folders;
import io.boxoffice.booking.application.ExpireDue;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.history.Books;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.history.Ledger;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowSnapshot.Section;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a test needs to set a scene: shows with seats, a clock that can be moved, and a look into the books. */
@ApplicationScoped
public class Stage {

    private static final AtomicInteger CUSTOMERS = new AtomicInteger();

    /** What operators ask, too. */
    private static final String BOOKS =
            "SELECT count(*) FROM (" + read("deploy/operations/books.sql").replace(";", "") + ") AS found";

    private final LayOutSeats layOutSeats;
    private final ExpireDue expireDue;
    private final DataSource dataSource;
    private volatile InstantSource clock = InstantSource.system();

    Stage(LayOutSeats layOutSeats, ExpireDue expireDue, DataSource dataSource) {
        this.expireDue = expireDue;
        this.layOutSeats = layOutSeats;
        this.dataSource = dataSource;
    }

    /** A show with that many numbered seats (1 ... n) in rows of ten, and as many places without numbers behind. */
    public ShowId show(int seats, int places) {
        ShowId id = ShowId.next();
        layOutSeats.handle(published(id, seats, places).show());
        return id;
    }

    /** A show with that many numbered seats in rows of ten, some of which are accessible, and five places behind. */
    public ShowId accessibleShow(int seats, List<Integer> accessible) {
        ShowId id = ShowId.next();
        layOutSeats.handle(published(id, seats, 5, accessible).show());
        return id;
    }

    /** Starts in thirty days. */
    public static ShowPublished published(ShowId id, int seats, int places) {
        return published(id, seats, places, List.of());
    }

    private static ShowPublished published(ShowId id, int seats, int places, List<Integer> accessible) {
        Section stalls = new Section(1, "Stalls", SectionKind.NUMBERED, seats, 10, accessible, 4_500);
        Section standing = new Section(2, "Standing", SectionKind.GENERAL_ADMISSION, places, 0, List.of(), 2_500);
        return new ShowPublished(new ShowSnapshot(
                id,
                1,
                "Hamlet",
                "Globe",
                Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS),
                ZoneId.of("Europe/London"),
                Currency.getInstance("GBP"),
                120,
                240,
                0,
                "olga",
                places == 0 ? List.of(stalls) : List.of(stalls, standing)));
    }

    /** The show as a later version of it tells. */
    public static ShowSnapshot changed(ShowSnapshot show, int version, String venue, Instant startsAt) {
        return new ShowSnapshot(
                show.id(),
                version,
                show.name(),
                venue,
                startsAt,
                show.zone(),
                show.currency(),
                show.holdSeconds(),
                show.maxHoldSeconds(),
                show.cancelCutOffSeconds(),
                show.organiserId(),
                show.sections());
    }

    public static Customer customer() {
        String name = "customer-" + CUSTOMERS.incrementAndGet();
        return new Customer(name, name + "@customers.example", null, "en");
    }

    /** Moves the database's clock forward from the real time. */
    public void clockAhead(Duration by) {
        clock = () -> Instant.now().plus(by);
        execute("CREATE OR REPLACE FUNCTION boxoffice_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE"
                + " RETURN statement_timestamp() + interval '" + by.toMillis() + " milliseconds'");
    }

    /** Stops the database's clock at that moment. */
    public void clockAt(Instant moment) {
        clock = InstantSource.fixed(moment);
        execute("CREATE OR REPLACE FUNCTION boxoffice_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE"
                + " RETURN timestamptz '" + moment + "'");
    }

    /** A history by the database's clock, for what customers do in a test. */
    public History history() {
        return new History(() -> clock.instant());
    }

    /** Writes down what a hold was answered. */
    static ClaimOutcome told(Call call, ClaimOutcome outcome) {
        if (outcome instanceof Held(Booking booking)) {
            call.held(booking.id().toString(), booking.seats(), booking.heldUntil());
        } else {
            call.refused();
        }
        return outcome;
    }

    /** Writes down what a claim was answered; if it was refused, there must not be its booking either. */
    static ClaimOutcome told(Call call, Claim claim, ClaimOutcome outcome) {
        told(call, outcome);
        if (!(outcome instanceof Held)) {
            call.refused(claim.id().toString());
        }
        return outcome;
    }

    /** Writes down what a confirmation or a cancellation was answered. */
    static Transition told(Call call, Transition outcome) {
        if (outcome instanceof Transition.Refused) {
            call.refused();
        } else {
            call.done();
        }
        return outcome;
    }

    /** What the database says now. */
    public Books books() {
        try (Connection connection = dataSource.getConnection()) {
            return Ledger.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every hold that an earlier test left behind. */
    public void settle() {
        clockAhead(Duration.ofDays(1));
        while (expireDue.handle(ExpireDue.MAX_BATCH).more()) {
            // the next batch
        }
        clockReset();
    }

    /** Gives back what a test blocked: other tests look at the books as well, and only a cancelled show keeps its seats. */
    public void unblock() {
        execute("UPDATE seats SET status = 0 WHERE status = 3"
                + " AND show_id NOT IN (SELECT show_id FROM shows WHERE cancelled)");
    }

    public void clockReset() {
        clockAhead(Duration.ZERO);
    }

    /** From now on, every event that is committed is also kept in {@code kept_events}. */
    public void keepEvents() {
        execute("""
                DROP TABLE IF EXISTS kept_events;
                CREATE TABLE kept_events (body jsonb);
                CREATE OR REPLACE FUNCTION keep_event() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN INSERT INTO kept_events VALUES (convert_from(NEW.body, 'UTF8')::jsonb); RETURN NULL; END$$;
                CREATE OR REPLACE TRIGGER keep_event AFTER INSERT ON outbox
                    FOR EACH ROW EXECUTE FUNCTION keep_event();
                """);
    }

    public void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long count(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Seats and bookings that contradict each other; always zero. */
    public long contradictions() {
        return count(BOOKS);
    }

    private static String read(String file) {
        try {
            return Files.readString(Folders.checkout(Path.of("")).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String config(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
