package io.boxoffice.expiry.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OfferReturnedSeatsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final BookingService bookingService = new BookingService();
    private Instant now = NOON;
    private final ReturnedShows returned = new ReturnedShows(clock());
    private final WakeWaitingList wake = new WakeWaitingList(returned);
    private final OfferReturnedSeats offer = new OfferReturnedSeats(bookingService, returned);
    private final MeasureOfferLag lag = new MeasureOfferLag(returned);

    @Test
    void however_many_seats_come_back_their_show_is_asked_for_once() {
        ShowId show = ShowId.next();
        for (int i = 0; i < 10_000; i++) {
            wake.handle(show);
        }

        assertThat(run()).isEqualTo(1);
        assertThat(run()).isZero();
        assertThat(bookingService.asked).containsExactly(show);
    }

    @Test
    void where_there_is_more_to_do_it_is_asked_again_but_others_come_first() {
        ShowId first = seatsComeBack();
        ShowId second = seatsComeBack();
        bookingService.more.add(true);

        assertThat(run()).isEqualTo(3);
        assertThat(bookingService.asked).containsExactly(first, second, first);
    }

    @Test
    void where_nothing_can_be_offered_this_instant_it_is_asked_again_in_the_next_run() {
        ShowId show = seatsComeBack();
        bookingService.offers = 0;
        bookingService.more.addAll(List.of(true, true));

        assertThat(run()).isZero();
        assertThat(bookingService.asked).containsExactly(show);

        bookingService.offers = 1;
        assertThat(run()).isEqualTo(2);
        assertThat(bookingService.asked).containsExactly(show, show, show);
    }

    @Test
    void a_run_is_bounded() {
        for (int i = 0; i < 1_000; i++) {
            bookingService.more.add(true);
        }
        seatsComeBack();

        assertThat(run()).isEqualTo(OfferReturnedSeats.MAX_ROUNDS);
        assertThat(bookingService.asked).hasSize(OfferReturnedSeats.MAX_ROUNDS);
    }

    @Test
    void who_got_no_answer_is_asked_for_again() {
        seatsComeBack();
        bookingService.isAway = true;
        runInVain();

        now = NOON.plusSeconds(7);
        bookingService.isAway = false;

        assertThat(run()).isEqualTo(1);
    }

    @Test
    void the_lag_is_the_age_of_the_oldest_unserved_return() {
        assertThat(lag.handle()).isZero();
        seatsComeBack();
        now = NOON.plusSeconds(3);
        seatsComeBack();
        now = NOON.plusSeconds(5);

        assertThat(lag.handle()).isEqualTo(Duration.ofSeconds(5));
        run();
        assertThat(lag.handle()).isZero();
    }

    @Test
    void who_got_no_answer_has_been_waiting_all_the_time() {
        ShowId show = seatsComeBack();
        bookingService.isAway = true;
        for (int failure = 1; failure <= 3; failure++) {
            now = NOON.plusSeconds(30L * failure);
            runInVain();
            assertThat(lag.handle()).isEqualTo(Duration.ofSeconds(30L * failure));
        }
        wake.handle(show);
        assertThat(lag.handle()).isEqualTo(Duration.ofSeconds(90));

        bookingService.isAway = false;
        run();
        assertThat(lag.handle()).isZero();
    }

    @Test
    void who_waits_for_a_slow_answer_still_waits() {
        seatsComeBack();
        bookingService.whenAsked = () -> {
            now = NOON.plusSeconds(9);
            assertThat(lag.handle()).isEqualTo(Duration.ofSeconds(9));
        };

        assertThat(run()).isEqualTo(1);
        assertThat(now).isEqualTo(NOON.plusSeconds(9));
        assertThat(lag.handle()).isZero();
    }

    @Test
    void seats_that_come_back_while_their_show_is_looked_after_are_looked_after_next() {
        ShowId show = seatsComeBack();
        bookingService.whenAsked = () -> {
            bookingService.whenAsked = () -> {};
            wake.handle(show);
        };

        assertThat(run()).isEqualTo(2);
        assertThat(bookingService.asked).containsExactly(show, show);
    }

    @Test
    void a_show_that_fails_holds_nobody_up_and_is_asked_for_again() {
        ShowId failing = seatsComeBack();
        ShowId fine = seatsComeBack();
        bookingService.failing.add(failing);

        assertThat(run()).isEqualTo(1);
        assertThat(bookingService.asked).containsExactly(fine);

        bookingService.failing.clear();
        wake.handle(fine);
        assertThat(run()).isEqualTo(2);
        assertThat(bookingService.asked).containsExactly(fine, failing, fine);
    }

    @Test
    void who_answers_for_no_show_is_not_asked_for_all() {
        for (int i = 0; i < OfferReturnedSeats.MAX_ROUNDS; i++) {
            seatsComeBack();
        }
        bookingService.isAway = true;
        AtomicInteger questions = new AtomicInteger();
        bookingService.whenAsked = questions::incrementAndGet;

        runInVain();
        assertThat(questions).hasValue(OfferReturnedSeats.MAX_FAILURES);
    }

    @Test
    void offers_count_even_if_there_is_no_answer_afterwards() {
        bookingService.more.add(true);
        seatsComeBack();
        bookingService.whenAsked = () -> bookingService.isAway = !bookingService.asked.isEmpty();

        assertThat(run()).isEqualTo(1);
    }

    private ShowId seatsComeBack() {
        ShowId show = ShowId.next();
        wake.handle(show);
        return show;
    }

    private int run() {
        AtomicInteger made = new AtomicInteger();
        offer.handle(made::addAndGet);
        return made.get();
    }

    private void runInVain() {
        assertThatThrownBy(this::run).isInstanceOf(IllegalStateException.class);
    }

    private InstantSource clock() {
        return () -> now;
    }

    /** Makes one offer in each round, unless told otherwise. */
    private static final class BookingService implements Offers {

        private final List<ShowId> asked = new ArrayList<>();
        private final Set<ShowId> failing = new HashSet<>();
        private final Deque<Boolean> more = new ArrayDeque<>();
        private int offers = 1;
        private boolean isAway;
        private Runnable whenAsked = () -> {};

        @Override
        public Round offer(ShowId show) {
            whenAsked.run();
            if (isAway || failing.contains(show)) {
                throw new IllegalStateException("away");
            }
            asked.add(show);
            return new Round(offers, !more.isEmpty() && more.removeFirst());
        }

        @Override
        public Round sweep() {
            return new Round(0, false);
        }
    }
}
