package io.boxoffice.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.history.Books.Booking;
import io.boxoffice.history.Books.Owner;
import io.boxoffice.history.Books.Seat;
import io.boxoffice.history.Violation.DoubleSale;
import io.boxoffice.history.Violation.LostBooking;
import io.boxoffice.history.Violation.NotRefused;
import io.boxoffice.history.Violation.NotReleased;
import io.boxoffice.history.Violation.StuckSeat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Plants every fault the checker is there for, and what only looks like one. */
class HistoryTest {

    private static final String SHOW = "show";
    private static final Seat SEAT = new Seat(SHOW, 7);
    private static final long DEADLINE = 1_000;
    private static final long LONG_AFTERWARDS = 1_000_000;

    private Instant now = Instant.EPOCH;
    private final History history = new History(() -> now);
    private final Map<String, Booking> bookings = new HashMap<>();
    private final Map<Seat, Owner> seats = new HashMap<>();
    private long read = LONG_AFTERWARDS;

    @Test
    void findsNothingWhenTheBooksAgree() {
        held("a", 100);
        confirmed("a", 200);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatTwoCustomersHeldAtTheSameTime() {
        held("a", 100);
        held("b", 999);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsASeatThatWasSoldLongAfterSomebodyHadPaidForIt() {
        held("a", 100);
        confirmed("a", 200);
        held("b", 50_000);
        inTheBooks("CONFIRMED", "a");
        inTheBooks("FAILED", "b");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsADoubleSaleBehindAShorterHoldInBetween() {
        held("a", 100);
        confirmed("a", 150);
        held("b", 200);
        held("c", 5_000);
        inTheBooks("CONFIRMED", "a");
        inTheBooks("FAILED", "b", "c");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"), new DoubleSale(SEAT, "a", "c"));
    }

    @Test
    void allowsASeatToBeSoldAgainAtItsDeadline() {
        held("a", 100);
        held("b", DEADLINE);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsASeatToBeSoldAgainOnceItsReleaseWasAskedFor() {
        held("a", 100);
        called(300, 400, () -> history.release("a"), HistoryTest::noAnswer);
        held("b", 350);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatWasSoldWhileItsHoldWasExtended() {
        held("a", 100);
        called(200, 210, () -> history.extend("a"), call -> call.extended(Instant.ofEpochMilli(2 * DEADLINE)));
        held("b", DEADLINE + 1);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void allowsASeatToBeSoldAgainInTheMomentOfItsRelease() {
        held("b", 100);
        called(100, 100, () -> history.release("b"), Call::done);
        held("a", 100);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsOneBookingToBeToldTwice() {
        held("a", 100);
        held("a", 200);
        inTheBooks("FAILED", "a");

        assertThat(check()).isEmpty();
    }

    @Test
    void knowsThatARefusedReleaseReleasesNothing() {
        held("a", 100);
        called(300, 400, () -> history.release("a"), Call::refused);
        held("b", 350);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void allowsACancelledShowToTakeItsSeatsBack() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.cancelShow(SHOW), Call::done);
        inTheBooks("CANCELLED", "a");

        assertThat(check()).isEmpty();
    }

    @Test
    void knowsThatAShowThatIsCancelledTakesNothingFromOthers() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.cancelShow("another show"), Call::done);
        inTheBooks("CANCELLED", "a");

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
        inTheBooks("FAILED", "a");

        assertThat(check()).containsExactly(new LostBooking("a", "FAILED without its seats"));
    }

    @Test
    void findsAPaidBookingWhoseSeatBelongsToSomebodyElse() {
        held("a", 100);
        confirmed("a", 200);
        inTheBooks("CONFIRMED", "a", "b");
        seats.put(SEAT, new Owner("b", true, false));

        assertThat(check())
                .containsExactly(new LostBooking("a", "CONFIRMED without its seats"), new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void asksNothingOfACallThatNobodyAnswered() {
        called(100, 5_100, () -> history.hold(SHOW, List.of(SEAT.number())), HistoryTest::noAnswer);
        held("a", 100);
        called(200, 5_200, () -> history.confirm("a"), HistoryTest::noAnswer);
        inTheBooks("FAILED", "a");

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatAnEndedBookingStillHas() {
        inTheBooks("FAILED", "a");
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
        inTheBooks("PENDING", "a");
        seats.put(SEAT, new Owner("a", false, true));

        assertThat(check()).containsExactly(new StuckSeat(SEAT, "a"));
    }

    @Test
    void findsASeatThatWasSoldTwiceAlthoughNobodyReadTheFirstConfirmation() {
        held("a", 100);
        called(200, 5_200, () -> history.confirm("a"), HistoryTest::noAnswer);
        held("b", DEADLINE + 1);
        confirmed("b", DEADLINE + 100);
        inTheBooks("CONFIRMED", "a", "b");
        seats.put(SEAT, new Owner("b", true, false));

        assertThat(check())
                .containsExactlyInAnyOrder(
                        new DoubleSale(SEAT, "a", "b"), new LostBooking("a", "CONFIRMED without its seats"));
    }

    @Test
    void findsAHoldThatEndedBeforeItsDeadlineAlthoughNobodyAsked() {
        held("a", 100);
        endedAt("FAILED", DEADLINE - 1, "a");

        assertThat(check()).containsExactly(new LostBooking("a", "FAILED before its deadline"));
    }

    @Test
    void findsAnExtendedHoldThatEndedAtItsFirstDeadline() {
        held("a", 100);
        called(200, 210, () -> history.extend("a"), call -> call.extended(Instant.ofEpochMilli(2 * DEADLINE)));
        endedAt("FAILED", DEADLINE, "a");

        assertThat(check()).containsExactly(new LostBooking("a", "FAILED before its deadline"));
    }

    @Test
    void allowsAHoldToEndAtItsDeadlineOrWithItsShow() {
        held("a", 100);
        endedAt("FAILED", DEADLINE, "a");
        assertThat(check()).isEmpty();

        called(300, 400, () -> history.cancelShow(SHOW), Call::done);
        endedAt("FAILED", 350, "a");
        assertThat(check()).isEmpty();
    }

    @Test
    void findsAHoldWhoseSeatIsOnSaleBeforeItsDeadline() {
        held("a", 100);
        inTheBooks("PENDING", "a");
        read = DEADLINE - 1;

        assertThat(check()).containsExactly(new LostBooking("a", "PENDING without its seats"));
    }

    @Test
    void findsASeatThatTwoHoldAlthoughOneReadNoAnswer() {
        held("a", 100);
        called(200, 5_200, () -> history.hold(SHOW, List.of(SEAT.number())), HistoryTest::noAnswer);
        inTheBooks("PENDING", "a", "b");
        seats.put(SEAT, new Owner("b", false, false));
        read = DEADLINE - 1;

        assertThat(check())
                .containsExactly(new LostBooking("a", "PENDING without its seats"), new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void findsASeatThatIsHeldAlthoughItIsPaidForAndNobodyReadAnAnswer() {
        inTheBooks("CONFIRMED", "a");
        inTheBooks("PENDING", "b");
        seats.put(SEAT, new Owner("a", true, false));
        read = DEADLINE - 1;

        assertThat(check())
                .containsExactly(new LostBooking("b", "PENDING without its seats"), new DoubleSale(SEAT, "b", "a"));
    }

    @Test
    void findsADeadlineThatTheBooksHaveEarlierThanItWasTold() {
        held("a", 100);
        called(200, 210, () -> history.extend("a"), call -> call.extended(Instant.ofEpochMilli(2 * DEADLINE)));
        inTheBooks("PENDING", "a");
        seats.put(SEAT, new Owner("a", false, false));
        read = DEADLINE - 1;

        assertThat(check()).containsExactly(new LostBooking("a", "PENDING before its deadline"));
    }

    @Test
    void allowsAHoldToLapseUnnoticedBeforeTheBooksAreRead() {
        held("a", 100);
        inTheBooks("PENDING", "a");
        read = DEADLINE;
        assertThat(check()).isEmpty();

        seats.put(SEAT, new Owner("a", false, false));
        assertThat(check()).isEmpty();

        held("b", DEADLINE);
        endedAt("CONFIRMED", DEADLINE + 100, "b");
        seats.put(SEAT, new Owner("b", true, false));
        assertThat(check()).isEmpty();
    }

    @Test
    void allowsAHoldToBeExtendedAlthoughNobodyReadTheAnswer() {
        held("a", 100);
        called(200, 5_200, () -> history.extend("a"), HistoryTest::noAnswer);
        bookings.put("a", new Booking("PENDING", 2 * DEADLINE, Set.of(SEAT)));
        seats.put(SEAT, new Owner("a", false, false));
        read = DEADLINE + 1;

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASoldSeatThatItsBookingDoesNotList() {
        bookings.put("a", new Booking("CONFIRMED", 200, Set.of()));
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new StuckSeat(SEAT, "a"));
    }

    @Test
    void findsALostConfirmationOfAHoldThatNobodyWroteDown() {
        confirmed("a", 200);
        confirmed("b", 200);
        inTheBooks("FAILED", "b");

        assertThat(check())
                .containsExactlyInAnyOrder(
                        new LostBooking("a", "absent"), new LostBooking("b", "FAILED without its seats"));
    }

    @Test
    void allowsAConfirmationOfAHoldThatNobodyWroteDown() {
        confirmed("a", 200);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).isEmpty();
    }

    @Test
    void findsASeatThatWasHeldWhileItWasPaidForByAHoldThatNobodyWroteDown() {
        confirmed("a", 200);
        held("b", 300);
        called(400, 410, () -> history.release("b"), Call::done);
        called(500, 510, () -> history.release("a"), Call::done);
        inTheBooks("CANCELLED", "a");
        inTheBooks("FAILED", "b");

        assertThat(check()).containsExactly(new DoubleSale(SEAT, "a", "b"));
    }

    @Test
    void asksNothingOfAConfirmationThatWasTakenBackOrRefused() {
        confirmed("a", 200);
        called(300, 400, () -> history.release("a"), HistoryTest::noAnswer);
        called(100, 200, () -> history.confirm("b"), Call::refused);
        called(100, 200, () -> history.confirm("c"), HistoryTest::noAnswer);
        inTheBooks("CANCELLED", "a");

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsACancelledShowToTakeBackWhatNobodyWroteDown() {
        confirmed("a", 200);
        called(300, 5_300, () -> history.cancelShow(SHOW), HistoryTest::noAnswer);
        inTheBooks("CANCELLED", "a");

        assertThat(check()).isEmpty();
    }

    @Test
    void findsABookingThatWasGivenBackAndIsStillPaidFor() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.release("a"), Call::done);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new NotReleased("a", "CONFIRMED"));
    }

    @Test
    void findsAHoldThatItsShowDidNotTakeAlongWhenItWasCancelled() {
        held("a", 100);
        called(300, 400, () -> history.cancelShow(SHOW), Call::done);
        inTheBooks("PENDING", "a");
        seats.put(SEAT, new Owner("a", false, false));
        read = DEADLINE - 1;

        assertThat(check()).containsExactly(new NotReleased("a", "PENDING"));
    }

    @Test
    void findsABookingNobodyReadAboutThatOutlivedItsShow() {
        called(100, 110, () -> history.hold(SHOW, List.of(SEAT.number())), HistoryTest::noAnswer);
        called(300, 400, () -> history.cancelShow(SHOW), Call::done);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).containsExactly(new NotReleased("a", "CONFIRMED"));
    }

    @Test
    void allowsABookingNobodyReadAboutToEndWithItsShowAndThoseOfOthersToStay() {
        called(300, 400, () -> history.cancelShow("another show"), Call::done);
        called(300, 5_300, () -> history.cancelShow(SHOW), HistoryTest::noAnswer);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));
        bookings.put("b", new Booking("CANCELLED", 350, Set.of(new Seat("another show", 7))));

        assertThat(check()).isEmpty();
    }

    @Test
    void findsABookingThatWasRefusedAndIsThere() {
        called(100, 110, () -> history.hold(SHOW, List.of(SEAT.number())), call -> call.refused("a"));
        inTheBooks("PENDING", "a");
        seats.put(SEAT, new Owner("a", false, false));

        assertThat(check()).containsExactly(new NotRefused("a", "PENDING"));
    }

    @Test
    void allowsARefusedBookingToBeKeptAsFailedOrToBeAskedForAgain() {
        called(100, 110, () -> history.hold(SHOW, List.of(SEAT.number())), call -> call.refused("a"));
        called(100, 110, () -> history.hold(SHOW, List.of(SEAT.number())), call -> call.refused("b"));
        held("b", 200);
        inTheBooks("FAILED", "a", "b");

        assertThat(check()).isEmpty();
    }

    @Test
    void allowsAReleaseThatNobodyAnsweredOrThatWasRefusedToDoNothing() {
        held("a", 100);
        confirmed("a", 200);
        called(300, 400, () -> history.release("a"), Call::refused);
        called(500, 5_500, () -> history.release("a"), HistoryTest::noAnswer);
        called(500, 5_500, () -> history.cancelShow(SHOW), HistoryTest::noAnswer);
        inTheBooks("CONFIRMED", "a");
        seats.put(SEAT, new Owner("a", true, false));

        assertThat(check()).isEmpty();
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

    /** Bookings of the one seat; those that ended did so long after every deadline. */
    private void inTheBooks(String status, String... ids) {
        endedAt(status, LONG_AFTERWARDS, ids);
    }

    private void endedAt(String status, long decided, String... ids) {
        for (String id : ids) {
            bookings.put(id, new Booking(status, status.equals("PENDING") ? DEADLINE : decided, Set.of(SEAT)));
        }
    }

    private static void noAnswer(Call call) {}

    private void called(long invoked, long answered, Supplier<Call> invocation, Consumer<Call> answer) {
        now = Instant.ofEpochMilli(invoked);
        Call call = invocation.get();
        now = Instant.ofEpochMilli(answered);
        answer.accept(call);
    }

    private List<Violation> check() {
        return history.check(new Books(bookings, seats, read));
    }
}
