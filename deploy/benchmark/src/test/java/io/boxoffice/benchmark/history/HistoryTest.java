package io.boxoffice.benchmark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.benchmark.history.Books.Owner;
import io.boxoffice.benchmark.history.Books.Seat;
import io.boxoffice.benchmark.history.Operation.Kind;
import io.boxoffice.benchmark.history.Operation.Outcome;
import io.boxoffice.benchmark.history.Violation.DoubleSale;
import io.boxoffice.benchmark.history.Violation.LostBooking;
import io.boxoffice.benchmark.history.Violation.StuckSeat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plants every fault the checker is there for, and what only looks like one. */
class HistoryTest {

    private static final String SHOW = "show";
    private static final Seat SEAT = new Seat(SHOW, 7);
    private static final long DEADLINE = 1_000;

    private final History history = new History();
    private final Map<String, String> bookings = new HashMap<>();
    private final Map<Seat, Owner> seats = new HashMap<>();

    @Test
    void findsNothingWhenTheBooksAgree() {
        held("a", 100);
        confirmed("a", 200);
        bookings.put("a", "CONFIRMED");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatTwoCustomersHeldAtTheSameTime() {
        held("a", 100);
        held("b", 999);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsASeatThatWasSoldLongAfterSomebodyHadPaidForIt() {
        held("a", 100);
        confirmed("a", 200);
        held("b", 50_000);
        bookings.putAll(Map.of("a", "CONFIRMED", "b", "FAILED"));
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsADoubleSaleBehindAShorterHoldInBetween() {
        held("a", 100);
        confirmed("a", 150);
        held("b", 200);
        held("c", 5_000);
        bookings.putAll(Map.of("a", "CONFIRMED", "b", "FAILED", "c", "FAILED"));
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"), new DoubleSale(SEAT, "a", "c"));
    }

    @Test
    void allowsASeatToBeSoldAgainAtItsDeadline() {
        held("a", 100);
        held("b", DEADLINE);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsASeatToBeSoldAgainOnceItsReleaseWasAskedFor() {
        held("a", 100);
        operation(Kind.RELEASE, Outcome.UNKNOWN, "a", 300, 400);
        held("b", 350);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).isEmpty();
    }

    @Test
    void knowsThatARefusedReleaseReleasesNothing() {
        held("a", 100);
        operation(Kind.RELEASE, Outcome.REFUSED, "a", 300, 400);
        held("b", 350);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsAHoldThatIsNotInTheBooks() {
        held("a", 100);

        assertThat(check()).containsExactly(new LostBooking("a", "absent"));
    }

    @Test
    void findsAPaidBookingThatTheBooksLetExpire() {
        held("a", 100);
        confirmed("a", 200);
        bookings.put("a", "FAILED");

        assertThat(check()).containsExactly(new LostBooking("a", "FAILED without its seats"));
    }

    @Test
    void findsAPaidBookingWhoseSeatBelongsToSomebodyElse() {
        held("a", 100);
        confirmed("a", 200);
        bookings.putAll(Map.of("a", "CONFIRMED", "b", "CONFIRMED"));
        seats.put(SEAT, new Owner("b", true, false));

        assertThat(check()).containsExactly(new LostBooking("a", "CONFIRMED without its seats"));
    }

    @Test
    void asksNothingOfACallThatNobodyAnswered() {
        operation(Kind.HOLD, Outcome.UNKNOWN, "", 100, 5_100);
        held("a", 100);
        operation(Kind.CONFIRM, Outcome.UNKNOWN, "a", 200, 5_200);
        bookings.put("a", "FAILED");

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatAnEndedBookingStillHas() {
        bookings.put("a", "FAILED");
        seats.put(SEAT, new Owner("a", false, false));

        assertThat(check()).containsExactly(new StuckSeat(SEAT, "a"));
    }

    @Test
    void findsASeatWhoseBookingNeverWas() {
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new StuckSeat(SEAT, "a"));
    }

    @Test
    void findsAHoldThatNobodyEndedAfterItsDeadline() {
        bookings.put("a", "PENDING");
        seats.put(SEAT, new Owner("a", false, true));

        assertThat(check()).containsExactly(new StuckSeat(SEAT, "a"));
    }

    private void held(String booking, long answered) {
        operation(Kind.HOLD, Outcome.OK, booking, answered - 10, answered);
    }

    private void confirmed(String booking, long answered) {
        operation(Kind.CONFIRM, Outcome.OK, booking, answered - 10, answered);
    }

    private void operation(Kind kind, Outcome outcome, String booking, long invoked, long answered) {
        history.add(new Operation(kind, outcome, booking, SHOW, List.of(SEAT.number()), invoked, answered, DEADLINE));
    }

    private List<Violation> check() {
        return history.check(new Books(bookings, seats));
    }
}
