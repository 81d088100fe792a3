package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.booking.adapter.out.persistence.Database.CommitInDoubtException;
import io.boxoffice.booking.adapter.out.persistence.Database.DatabaseException;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.Bookings.InDoubtException;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.limit.SharedBuckets;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.boxoffice.kernel.replica.ReadReplica;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The connection breaks while the answer to COMMIT is awaited: before it took effect, or after. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class LostCommitTest {

    @Inject
    Stage stage;

    @Inject
    DataSource dataSource;

    @Inject
    ReadReplica replica;

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    SharedBuckets buckets;

    @Test
    void whatWasCommittedIsAcknowledgedThoughTheAnswerWasLost() {
        ShowId show = stage.show(10, 0);
        PostgresBookings bookings = bookings(true, "08006");

        List<ClaimOutcome> outcomes = bookings.hold(List.of(claim(show, 1, 2), claim(show, 2, 3)));

        assertThat(outcomes.get(0)).isInstanceOf(Held.class);
        assertThat(outcomes.get(1)).isEqualTo(new SeatsTaken(List.of(2)));
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void whatWasNotCommittedIsNotAcknowledged() {
        ShowId show = stage.show(10, 0);
        PostgresBookings bookings = bookings(false, "08006");

        assertThatThrownBy(() -> bookings.hold(List.of(claim(show, 1, 2)))).isInstanceOf(CommitInDoubtException.class);
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()))
                .isZero();
    }

    @Test
    void theBookingOfAnEarlierAttemptDoesNotSpeakForANewOne() {
        ShowId show = stage.show(10, 0);
        Claim first = claimWithKey(show, 1);
        assertThat(bookings(true, "08006").hold(List.of(first))).hasOnlyElementsOfType(Held.class);
        Claim again = new Claim(BookingId.nextFor(show), first.customer(), first.request(), first.key());

        assertThatThrownBy(() -> bookings(false, "08006").hold(List.of(again, claimWithKey(show, 2))))
                .isInstanceOf(CommitInDoubtException.class);
        assertThat(bookings(false, "08006").hold(List.of(again)))
                .as("which has nothing to lose")
                .hasOnlyElementsOfType(Held.class);
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()))
                .isEqualTo(1);
    }

    @Test
    void whatWasChangedIsAcknowledgedThoughTheAnswerWasLost() {
        for (Change change : changes(stage.show(10, 0))) {
            assertThat(bookings(true, "08006").change(List.of(change)).getFirst())
                    .containsInstanceOf(Changed.class);
        }
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void whatWasNotChangedIsNotAcknowledged() {
        List<Change> changes = changes(stage.show(10, 0));

        assertThatThrownBy(() -> bookings(false, "08006").change(changes)).isInstanceOf(CommitInDoubtException.class);
        assertThat(bookings(true, "08006").change(changes))
                .allSatisfy(decided -> assertThat(decided).containsInstanceOf(Changed.class));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatOutlivesItsConnectionIsInDoubtUntilItIsOver(boolean canBeAsked) throws SQLException {
        ShowId show = stage.show(60, 0);
        Claim claim = claimFrom("203.0.113.79", show, half(1));
        stage.execute("CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'");
        stage.execute("CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON bookings DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW WHEN (NEW.show_id = " + show.value() + ") EXECUTE FUNCTION linger()");
        PostgresBookings impatient = bookings(canBeAsked ? impatient() : outage(impatient()::getConnection));
        try {
            try (Connection other = dataSource.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(4711)");
                try {
                    assertThatThrownBy(() -> impatient.hold(List.of(claim))).isInstanceOf(InDoubtException.class);
                    assertThat(impatient.find(claim.id())).isEmpty();
                } finally {
                    statement.execute("SELECT pg_advisory_unlock(4711)");
                }
            }
            await().until(() -> impatient.find(claim.id()).isPresent());
        } finally {
            stage.execute("DROP FUNCTION linger CASCADE");
        }
        assertThat(impatient.hold(List.of(claimFrom("203.0.113.79", show, half(21)))))
                .as("of a share that is taken")
                .hasOnlyElementsOfType(ShareUsed.class);
        assertThat(stage.contradictions()).isZero();
    }

    /** Connections that wait a second for an answer. */
    private static DataSource impatient() {
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(Stage.config("quarkus.datasource.jdbc.url"));
        impatient.setUser(Stage.config("quarkus.datasource.username"));
        impatient.setPassword(Stage.config("quarkus.datasource.password"));
        impatient.setSocketTimeout(1);
        return impatient;
    }

    /** Extends one hold, confirms another and releases a third. */
    private List<Change> changes(ShowId show) {
        List<Decision> decisions =
                List.of(Booking::extend, Booking::confirm, (booking, now, holds) -> booking.cancel(now));
        return IntStream.range(0, decisions.size())
                .mapToObj(i -> {
                    Claim claim = claim(show, i + 1);
                    assertThat(bookings(true, "08006").hold(List.of(claim))).hasOnlyElementsOfType(Held.class);
                    return new Change(claim.id(), decisions.get(i), null);
                })
                .toList();
    }

    @Test
    void aGroupThatGotNothingNeedsNoCommit() {
        ShowId show = stage.show(10, 0);

        assertThat(bookings(false, "57P01").hold(List.of(claim(ShowId.next(), 1), claim(show, 99))))
                .noneMatch(Held.class::isInstance);
    }

    @Test
    void aCommitThatTheDatabaseRefusedIsNotInDoubt() {
        ShowId show = stage.show(10, 0);

        assertThatThrownBy(() -> bookings(false, "40001").hold(List.of(claim(show, 1))))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void aCommitThatFailsGivesTheShareOfItsAddressBack() {
        ShowId show = stage.show(60, 0);
        List<Integer> half = half(1);
        for (String sqlState : List.of("08006", "40001")) {
            assertThatThrownBy(() -> bookings(false, sqlState).hold(List.of(claimFrom("203.0.113.77", show, half))))
                    .isInstanceOf(RuntimeException.class);
        }

        PostgresBookings bookings = bookings(true, "08006");
        assertThat(bookings.hold(List.of(claimFrom("203.0.113.77", show, half))))
                .hasOnlyElementsOfType(Held.class);
        assertThat(bookings.hold(List.of(claimFrom("203.0.113.77", show, List.of(21)))))
                .hasOnlyElementsOfType(ShareUsed.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenTheDatabaseIsGoneAShareIsSettledOnceItIsBack(boolean takesEffect) {
        ShowId show = stage.show(60, 0);
        String address = takesEffect ? "203.0.113.80" : "203.0.113.78";
        PostgresBookings bookings = bookings(outage(takesEffect));

        assertThatThrownBy(() -> bookings.hold(List.of(claimFrom(address, show, half(1)))))
                .isInstanceOf(InDoubtException.class);
        assertThat(bookings.hold(List.of(claimFrom(address, show, half(21)))))
                .hasOnlyElementsOfType(takesEffect ? ShareUsed.class : Held.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyCanTellWhatWasChangedWhenTheDatabaseIsGone(boolean takesEffect) {
        List<Change> changes = changes(stage.show(10, 0));

        assertThatThrownBy(() -> bookings(outage(takesEffect)).change(changes)).isInstanceOf(InDoubtException.class);
    }

    @Test
    void nobodyCanTellWhatWasChangedWhenOthersHaveChangedAllOfItSince() {
        Change extension = changes(stage.show(10, 0)).getFirst();
        PostgresBookings others = bookings(dataSource);
        Change release = new Change(extension.id(), (booking, now, holds) -> booking.cancel(now), null);

        assertThatThrownBy(() -> bookings(breaking(true, "08006", () -> others.change(List.of(release))))
                        .change(List.of(extension)))
                .isInstanceOf(InDoubtException.class);
    }

    /** The seats from there on that are as many as an address gets at once. */
    private static List<Integer> half(int first) {
        return IntStream.range(first, first + 20).boxed().toList();
    }

    private static Claim claimWithKey(ShowId show, int seat) {
        return new Claim(
                BookingId.nextFor(show), Stage.customer(), new Named(List.of(seat)), new IdempotencyKey("attempt"));
    }

    private static Claim claimFrom(String address, ShowId show, List<Integer> seats) {
        return new Claim(BookingId.nextFor(show), Stage.customer(), new Named(seats), null, "address:" + address);
    }

    private static Claim claim(ShowId show, Integer... seats) {
        return new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(seats)), null);
    }

    private PostgresBookings bookings(boolean takesEffect, String sqlState) {
        return bookings(breaking(takesEffect, sqlState, () -> {}));
    }

    private PostgresBookings bookings(DataSource connections) {
        return new PostgresBookings(new Database(connections, replica), outbox, relay, Instances.defaults(), buckets);
    }

    private DataSource breaking(boolean takesEffect, String sqlState, Runnable afterwards) {
        return connections(() -> breaking(dataSource.getConnection(), takesEffect, sqlState, afterwards));
    }

    private DataSource outage(boolean takesEffect) {
        return outage(() -> breaking(dataSource.getConnection(), takesEffect, "08006", () -> {}));
    }

    /** The first connection breaks, there is no second one, and then the database is back. */
    private DataSource outage(Callable<Connection> first) {
        AtomicInteger connections = new AtomicInteger();
        return connections(() -> switch (connections.incrementAndGet()) {
            case 1 -> first.call();
            case 2 -> throw new SQLException("the database is starting up", "57P03");
            default -> dataSource.getConnection();
        });
    }

    private static DataSource connections(Callable<Connection> next) {
        return (DataSource) proxy(DataSource.class, (method, args) -> next.call());
    }

    private static Connection breaking(
            Connection connection, boolean takesEffect, String sqlState, Runnable afterwards) {
        return (Connection) proxy(Connection.class, (method, args) -> {
            if (!method.getName().equals("commit")) {
                return method.invoke(connection, args);
            }
            if (takesEffect) {
                connection.commit();
            } else {
                connection.rollback();
            }
            afterwards.run();
            throw new SQLException("the wire was cut", sqlState);
        });
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object to(Method method, Object @Nullable [] args) throws Exception;
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                return call.to(method, args);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        });
    }
}
