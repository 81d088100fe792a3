package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
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

    @Inject
    DataSource dataSource;

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

    @Test
    void nobodyIsRefusedForTheSakeOfANeighbourWhoseSeatsAreTaken() {
        ShowId show = stage.show(2, 0);
        hold(show, new Named(List.of(2)));

        List<ClaimOutcome> outcomes = together(show, new Named(List.of(1, 2)), new Best(null, 1, 0, false));

        assertThat(outcomes.getFirst()).isInstanceOf(SeatsTaken.class);
        assertThat(seats(outcomes.getLast())).containsExactly(1);
    }

    @Test
    void nobodyIsRefusedForTheSakeOfANeighbourWhoAimsAtSeatsThatWereSoldElsewhere() {
        ShowId show = stage.show(10, 0);
        assertThat(seats(best(show, 2))).containsExactly(5, 6);
        hold(show, new Named(List.of(1, 2, 3)));
        stage.execute("UPDATE seats SET status = 3 WHERE seat_no = 10 AND show_id = " + show.value());

        List<ClaimOutcome> outcomes = together(show, new Best(null, 4, 0, false), new Best(null, 3, 0, false));

        assertThat(outcomes.getFirst()).isNotInstanceOf(Held.class);
        assertThat(seats(outcomes.getLast())).containsExactly(7, 8, 9);
    }

    @Test
    void nobodyIsSeatedApartForTheSakeOfANeighbourWhoseSeatsAreTaken() {
        ShowId show = stage.show(20, 0);
        hold(show, new Named(List.of(4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 17, 18, 19, 20)));

        List<ClaimOutcome> outcomes = together(show, new Named(List.of(3, 4)), new Best(null, 3, 0, true));

        assertThat(seats(outcomes.getLast())).containsExactly(1, 2, 3);
    }

    @Test
    void whoFindsTooLittleBesideANeighbourThatGetsNothingAsksAgain() throws SQLException {
        ShowId show = stage.show(2, 0);
        List<ClaimOutcome> outcomes;
        try (Connection elsewhere = dataSource.getConnection();
                Statement lock = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            lock.execute("SELECT FROM seats WHERE seat_no = 1 AND show_id = " + show.value() + " FOR UPDATE");
            outcomes = together(show, new Named(List.of(1)), new Best(null, 2, 0, false));
            elsewhere.rollback();
        }

        assertThat(outcomes).containsExactly(new Contended(List.of(1)), new Contended(List.of()));
        assertThat(seats(best(show, 2))).containsExactly(1, 2);
    }

    /** What a group of customers is told. */
    private List<ClaimOutcome> together(ShowId show, SeatRequest... requests) {
        return bookings.hold(Stream.of(requests)
                .map(request -> new Claim(BookingId.nextFor(show), Stage.customer(), request, null))
                .toList());
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
