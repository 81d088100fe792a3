package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Books;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.history.Books.Seat;
import io.boxoffice.history.Violation.StuckSeat;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class BooksTest {

    @Inject
    Stage stage;

    @Inject
    Books books;

    @Inject
    Bookings bookings;

    private ShowId show = ShowId.next();
    private long before;

    @BeforeEach
    void holdTwoSeats() {
        before = stage.contradictions();
        show = stage.show(10, 0);
        bookings.hold(List.of(new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(1, 2)), null)));
    }

    /** Other tests look at the books as well. */
    @AfterEach
    void forget() {
        stage.execute("DELETE FROM bookings WHERE show_id = " + show.value());
        stage.execute(
                "UPDATE seats SET status = 0, booking_id = NULL, held_until = NULL WHERE show_id = " + show.value());
    }

    @Test
    void soundBooksContainNoContradiction() {
        assertThatAreFound(0);
    }

    @Test
    void aHeldSeatInOtherHandsIsFound() {
        stage.execute("UPDATE seats SET booking_id = 99 WHERE seat_no = 2 AND show_id = " + show.value());

        // it has no booking, and its booking does not have it
        assertThatAreFound(2);
    }

    @Test
    void aSeatHeldForABookingThatEndedIsFound() {
        stage.execute("UPDATE bookings SET status = 'FAILED', reason = 'EXPIRED', decided_at = now() WHERE show_id = "
                + show.value());

        assertThatAreFound(2);
    }

    @Test
    void aSeatHeldForNobodyIsFound() {
        stage.execute("UPDATE seats SET status = 1, booking_id = 99, held_until = now() WHERE seat_no = 7"
                + " AND show_id = " + show.value());

        assertThatAreFound(1);
    }

    @Test
    void aSeatBookedForNobodyIsFound() {
        stage.execute("UPDATE seats SET status = 2, booking_id = 99 WHERE seat_no = 7 AND show_id = " + show.value());

        assertThatAreFound(1);
    }

    @Test
    void aConfirmedBookingWithoutItsSeatsIsFound() {
        stage.execute("UPDATE bookings SET status = 'CONFIRMED', decided_at = now() WHERE show_id = " + show.value());

        // two seats are held for nobody who is still deciding, and two are missing
        assertThatAreFound(4);
    }

    /** By the audit of the show, and by what operators ask about all shows. */
    private void assertThatAreFound(int contradictions) {
        assertThat(books.contradictions(show)).isEqualTo(contradictions);
        assertThat(stage.contradictions() - before).isEqualTo(contradictions);
    }

    @Test
    void aBlockedSeatIsStuckUnlessItsShowIsCancelled() {
        stage.execute("UPDATE seats SET status = 3 WHERE seat_no = 7 AND show_id = " + show.value());
        String nobody = show + "-0000000000000";

        assertThat(stage.history().check(stage.books())).contains(new StuckSeat(new Seat(show.toString(), 7), nobody));
        stage.execute("UPDATE shows SET cancelled = true WHERE show_id = " + show.value());
        assertThat(stage.history().check(stage.books()))
                .doesNotContain(new StuckSeat(new Seat(show.toString(), 7), nobody));
    }

    @Test
    void showsAreVisitedOneAfterTheOther() {
        ShowId later = stage.show(1, 0);

        assertThat(books.upcomingAfter(show)).contains(later);
        assertThat(books.upcomingAfter(ShowId.next())).isEmpty();
        assertThat(books.upcomingAfter(null)).isPresent();
    }
}
