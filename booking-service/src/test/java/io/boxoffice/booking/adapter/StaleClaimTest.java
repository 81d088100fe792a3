package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A claim whose statement stops in the middle while the world moves on: its seat is sold, somebody joins the waiting
 * list, the seat comes back. Row locks alone would hand it that seat, because a lock looks at the newest row but at the
 * old flag of the section.
 */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class StaleClaimTest {

    private static final int GATE = 4711;

    /** So that the first hold has lapsed. */
    private static final Duration AHEAD = Duration.ofMinutes(3);

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The statement reads the clock when it is planned and again when it runs; each of these is a place to stop. */
    private static final int LOOKS_AT_THE_CLOCK = 6;

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    DataSource dataSource;

    private History history = new History();

    @AfterEach
    void resetClock() {
        stage.settle();
        assertThat(history.check(stage.books())).isEmpty();
        stage.execute("DROP SEQUENCE IF EXISTS claim_looks");
    }

    @Test
    void aClaimThatStoppedBeforeSomebodyJoinedDoesNotTakeASeatThatCameBackAfterwards() throws Exception {
        stage.settle();
        history = stage.history();
        int overtaken = 0;
        for (int look = 1; look <= LOOKS_AT_THE_CLOCK; look++) {
            overtaken += isOvertakenAt(look) ? 1 : 0;
        }
        assertThat(overtaken).isPositive();
    }

    /** Once it has locked the seat, nobody overtakes it any more, and it is its seat. */
    private boolean isOvertakenAt(int look) throws SQLException {
        ShowId show = stage.show(1, 0);
        stage.clockReset();
        hold(show);
        stopClaims(look);
        CompletableFuture<ClaimOutcome> stale;
        boolean overtaken;
        try (Connection gate = dataSource.getConnection();
                Statement lock = gate.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(" + GATE + ")");
            stale = CompletableFuture.supplyAsync(() -> hold(show));
            await().atMost(SOON).until(() -> stale.isDone() || stoppedClaims() == 1);
            overtaken = !stale.isDone() && hold(show) instanceof Held(Booking sold) && comesBack(sold);
            lock.execute("SELECT pg_advisory_unlock(" + GATE + ")");
        }
        assertThat(stale.join() instanceof Held).as("look %d", look).isEqualTo(!overtaken);
        assertThat(stage.contradictions()).isZero();
        return overtaken;
    }

    private boolean comesBack(Booking sold) {
        change(history.confirm(sold.id().toString()), sold.id(), Booking::confirm);
        stage.execute("UPDATE sections SET waiting = true WHERE show_id = "
                + sold.id().show().value());
        change(history.release(sold.id().toString()), sold.id(), (booking, now, holdsItsSeats) -> booking.cancel(now));
        return true;
    }

    private void stopClaims(int look) {
        stage.clockAhead(AHEAD);
        stage.execute("""
                CREATE SEQUENCE IF NOT EXISTS claim_looks;
                ALTER SEQUENCE claim_looks RESTART;
                CREATE OR REPLACE FUNCTION boxoffice_now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
                BEGIN
                    IF current_query() LIKE 'WITH wanted%%' AND nextval('claim_looks') = %d THEN
                        PERFORM pg_advisory_xact_lock(%d);
                    END IF;
                    RETURN statement_timestamp() + interval '%d minutes';
                END $$
                """.formatted(look, GATE, AHEAD.toMinutes()));
    }

    private long stoppedClaims() {
        return stage.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    }

    private ClaimOutcome hold(ShowId show) {
        Call call = history.hold(show.toString(), List.of(1));
        Claim claim = new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(1)), null);
        return Stage.told(call, claim, bookings.hold(List.of(claim)).getFirst());
    }

    private void change(Call call, BookingId id, Bookings.Decision decision) {
        Stage.told(
                call,
                bookings.change(List.of(new Change(id, decision, null)))
                        .getFirst()
                        .orElseThrow());
    }
}
