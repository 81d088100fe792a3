package io.boxoffice.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.history.Books.Owner;
import io.boxoffice.history.Books.Seat;
import io.boxoffice.history.Violation.DoubleSale;
import io.boxoffice.history.Violation.LostBooking;
import io.boxoffice.history.Violation.StuckSeat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Plants every fault the checker is there for, and what only looks like one. */
class HistoryTest {

    private static final String SHOW = "show";
    private static final Seat SEAT = new Seat(SHOW, 7);
    private static final long DEADLINE = 1_000;

    private Instant now = Instant.EPOCH;
    private final History history = new History(() -> now);
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
        called(300, 400, () -> history.release("a"), HistoryTest::noAnswer);
        held("b", 350);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatWasSoldWhileItsHoldWasExtended() {
        held("a", 100);
        called(200, 210, () -> history.extend("a"), call -> call.extended(Instant.ofEpochMilli(2 * DEADLINE)));
        held("b", DEADLINE + 1);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void allowsASeatToBeSoldAgainInTheMomentOfItsRelease() {
        held("b", 100);
        called(100, 100, () -> history.release("b"), Call::done);
        held("a", 100);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsOneBookingToBeToldTwice() {
        held("a", 100);
        held("a", 200);
        bookings.put("a", "FAILED");

        assertThat(check()).isEmpty();
    }

    @Test
    void knowsThatARefusedReleaseReleasesNothing() {
        held("a", 100);
        called(300, 400, () -> history.release("a"), Call::refused);
        held("b", 350);
        bookings.putAll(Map.of("a", "FAILED", "b", "FAILED"));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void allowsACancelledShowToTakeItsSeatsBack() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.cancelShow(SHOW), Call::done);
        bookings.put("a", "CANCELLED");

        assertThat(check()).isEmpty();
    }

    @Test
    void knowsThatAShowThatIsCancelledTakesNothingFromOthers() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.cancelShow("another show"), Call::done);
        bookings.put("a", "CANCELLED");

        assertThat(check()).containsExactly(new LostBooking("a", "CANCELLED without its seats"));
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
        called(100, 5_100, () -> history.hold(SHOW, List.of(SEAT.number())), HistoryTest::noAnswer);
        held("a", 100);
        called(200, 5_200, () -> history.confirm("a"), HistoryTest::noAnswer);
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

    /** Until {@link #DEADLINE}, or a second from then if that is over. */
    private void held(String booking, long answered) {
        long deadline = answered < DEADLINE ? DEADLINE : answered + 1_000;
        called(
                answered - 10,
                answered,
                () -> history.hold(SHOW, List.of(SEAT.number())),
                hold -> hold.held(booking, List.of(SEAT.number()), Instant.ofEpochMilli(deadline)));
    }

    private void confirmed(String booking, long answered) {
        called(answered - 10, answered, () -> history.confirm(booking), Call::done);
    }

    private static void noAnswer(Call call) {}

    private void called(long invoked, long answered, Supplier<Call> invocation, Consumer<Call> answer) {
        now = Instant.ofEpochMilli(invoked);
        Call call = invocation.get();
        now = Instant.ofEpochMilli(answered);
        answer.accept(call);
    }

    private List<Violation> check() {
        return history.check(new Books(bookings, seats));
    }
}
