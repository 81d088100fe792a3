package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.ExpireDue;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last microsecond of a hold and the first without it, by a clock that stands still: all statements agree on them. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class HoldDeadlineTest {

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    Inventory inventory;

    @Inject
    ExpireDue expireDue;

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private ShowId show = ShowId.next();

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} microseconds after the deadline")
    @CsvSource({"-1, true", "0, false", "1, false"})
    @interface AroundTheDeadline {}

    @BeforeEach
    void openAShow() {
        stage.settle();
        show = stage.show(8, 2);
        stage.clockAt(start);
    }

    @AfterEach
    void theBooksAgree() {
        assertThat(stage.contradictions()).isZero();
        stage.clockReset();
    }

    @AroundTheDeadline
    void whatItsCustomerMayDoWithAHold(long micros, boolean lasts) {
        Booking confirmed = held(1);
        Booking extended = held(2);
        Booking released = held(3);
        stage.clockAt(confirmed.heldUntil().plus(micros, ChronoUnit.MICROS));

        for (Transition asked : List.of(change(confirmed, Booking::confirm), change(extended, Booking::extend))) {
            if (lasts) {
                assertThat(asked).isInstanceOf(Changed.class);
            } else {
                assertThat(asked).isEqualTo(new Refused(Refusal.HOLD_EXPIRED));
            }
        }
        assertThat(change(released, (booking, now, holds) -> booking.cancel(now)))
                .isInstanceOfSatisfying(
                        Changed.class,
                        changed -> assertThat(((Failed) changed.after().state()).reason())
                                .isEqualTo(lasts ? FailureReason.RELEASED : FailureReason.EXPIRED));
    }

    @AroundTheDeadline
    void howeverTheNextCustomerAsks(long micros, boolean lasts) {
        Instant deadline = held(1).heldUntil();
        claim(new Named(List.of(2, 3, 4, 5, 6, 7, 8)));
        claim(new Places("Standing", 2));
        stage.clockAt(deadline.plus(micros, ChronoUnit.MICROS));

        assertThat(availableSeats()).isEqualTo(lasts ? 0 : 8);
        for (SeatRequest request :
                List.of(new Named(List.of(1)), new Places("Standing", 2), new Best(null, 7, 0, false))) {
            assertThat(claim(request) instanceof Held).as("%s", request).isEqualTo(!lasts);
        }
    }

    @AroundTheDeadline
    void ofTwoCustomersExactlyOneIsServedWhoeverComesFirst(long micros, boolean lasts) {
        Booking first = held(1);
        Booking second = held(2);
        stage.clockAt(first.heldUntil().plus(micros, ChronoUnit.MICROS));

        boolean kept = change(first, Booking::confirm) instanceof Changed;
        assertThat(claim(new Named(List.of(1))) instanceof Held).isEqualTo(!kept);
        boolean taken = claim(new Named(List.of(2))) instanceof Held;
        assertThat(change(second, Booking::confirm) instanceof Changed).isEqualTo(!taken);
        assertThat(List.of(kept, taken)).containsExactly(lasts, !lasts);
    }

    @AroundTheDeadline
    void expiryEndsAHoldWhenItsSeatIsFreeForOthers(long micros, boolean lasts) {
        Booking left = held(1);
        Booking overtaken = held(2);
        stage.clockAt(left.heldUntil().plus(micros, ChronoUnit.MICROS));
        ClaimOutcome next = claim(new Named(List.of(2)));

        assertThat(expireDue.handle(100).expired()).isEqualTo(lasts ? 0 : 2);
        assertThat(next instanceof Held).isEqualTo(!lasts);
        assertThat(Stream.of(left, overtaken).map(this::isPending)).containsExactly(lasts, lasts);
        assertThat(claim(new Named(List.of(1))) instanceof Held).isEqualTo(!lasts);
        assertThat(claim(new Named(List.of(2)))).isEqualTo(new SeatsTaken(List.of(2)));
    }

    private Booking held(int seat) {
        return ((Held) claim(new Named(List.of(seat)))).booking();
    }

    private ClaimOutcome claim(SeatRequest request) {
        Claim claim = new Claim(BookingId.nextFor(show), Stage.customer(), request, null);
        return bookings.hold(List.of(claim)).getFirst();
    }

    private Transition change(Booking booking, Decision decision) {
        return bookings.change(List.of(new Change(booking.id(), decision, null)))
                .getFirst()
                .orElseThrow();
    }

    private boolean isPending(Booking booking) {
        return bookings.find(booking.id()).orElseThrow().state() instanceof Pending;
    }

    private int availableSeats() {
        return inventory.seatMap(show).orElseThrow().sections().getFirst().available();
    }
}
