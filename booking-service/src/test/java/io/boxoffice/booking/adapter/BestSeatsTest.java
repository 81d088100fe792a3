package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The best seats are chosen from a picture of the show that may be out of date, and nobody suffers from it. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class BestSeatsTest {

    @Inject
    Stage stage;

    @Inject
    HoldSeats holdSeats;

    @Inject
    Bookings bookings;

    @BeforeEach
    @AfterEach
    void settle() {
        stage.settle();
        stage.unblock();
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void seatsThatWereSoldElsewhereInTheMeantimeMakeWayForOthers() {
        ShowId show = stage.show(20, 0);
        assertThat(seats(best(show, 2))).containsExactly(5, 6);

        stage.execute("UPDATE seats SET status = 3 WHERE seat_no BETWEEN 7 AND 16 AND show_id = " + show.value());

        assertThat(seats(best(show, 2))).containsExactly(3, 4);
        assertThat(seats(best(show, 4))).containsExactly(17, 18, 19, 20);
        assertThat(best(show, 3)).isInstanceOf(TooFewPlaces.class);
    }

    @Test
    void seatsThatCameBackAreFoundBeforeAnybodyIsRefused() {
        ShowId show = stage.show(10, 0);
        Booking first = ((Held) best(show, 8)).booking();
        assertThat(best(show, 4)).isInstanceOf(TooFewPlaces.class);

        release(first);

        assertThat(seats(best(show, 10))).hasSize(10);
    }

    @Test
    void nobodyIsSeatedApartWhereSeatsSideBySideCameBack() {
        ShowId show = stage.show(10, 0);
        Booking middle = ((Held) hold(show, new Named(List.of(4, 5, 6)))).booking();
        assertThat(seats(best(show, 1))).hasSize(1);
        release(middle);

        assertThat(seats(hold(show, new Best(null, 5, 0, true))))
                .satisfies(
                        seats -> assertThat(seats.getLast() - seats.getFirst()).isEqualTo(4));
    }

    @Test
    void seatsThatSomebodyNamedAreNotAimedAt() {
        ShowId show = stage.show(10, 0);
        assertThat(seats(best(show, 2))).containsExactly(5, 6);
        assertThat(seats(hold(show, new Named(List.of(3, 4))))).containsExactly(3, 4);

        assertThat(seats(best(show, 2))).containsExactly(7, 8);
    }

    private ClaimOutcome best(ShowId show, int quantity) {
        return hold(show, new Best(null, quantity, 0, false));
    }

    private ClaimOutcome hold(ShowId show, SeatRequest request) {
        return holdSeats
                .handle(new HoldSeats.Command(Stage.customer(), show, request, null))
                .toCompletableFuture()
                .join();
    }

    private void release(Booking booking) {
        bookings.change(List.of(new Change(booking.id(), (held, now, holds) -> held.cancel(now), null)));
    }

    private static List<Integer> seats(ClaimOutcome outcome) {
        return ((Held) outcome).booking().seats();
    }
}
