package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Expired;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.application.port.WaitingList.Round;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Joining.Outcome.Joined;
import io.boxoffice.booking.domain.waiting.Joining.Outcome.PlacesFree;
import io.boxoffice.booking.domain.waiting.Standing;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lapse, claim, join and offer at the same moment; nothing is lost, given twice, or closed for ever. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class WaitingListRacesTest {

    private static final int RACES = 1_000;

    /** Milliseconds. */
    private static final int LAPSES_WITHIN = 8;

    private static final int MAX_ROUNDS = 100;
    private static final Duration SOON = Duration.ofSeconds(20);

    private History history = new History();
    private int expiredInTheRace;
    private int offeredInTheRace;

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    WaitingList waitingList;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void settle() {
        stage.settle();
        history = stage.history();
    }

    @AfterEach
    void resetClock() {
        stage.settle();
        assertThat(stage.contradictions()).isZero();
        assertThat(history.check(stage.books())).isEmpty();
    }

    @Test
    void lapseAgainstClaimAgainstJoinLosesNobodyAndNothing() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("WaitingListRacesTest seed " + seed);
        Random random = new Random(seed);
        Map<String, Integer> ends = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int race = 0; race < RACES; race++) {
                ends.merge(race(threads, random, "seed " + seed + ", race " + race), 1, Integer::sum);
            }
        }
        System.out.println("races ended " + ends);
        assertThat(ends.keySet())
                .as("seed %d", seed)
                .containsExactlyInAnyOrder(
                        "sold, waiting", "sold, not waiting", "not sold, waiting", "not sold, not waiting");
        assertThat(expiredInTheRace).as("seed %d", seed).isPositive();
        assertThat(offeredInTheRace).as("seed %d", seed).isPositive();
    }

    private String race(ExecutorService threads, Random random, String what) throws Exception {
        ShowId show = stage.show(1, 0);
        // its end is moved, so it is no promise to hold anybody to
        Booking lapsing = ((Held) claim(show, Stage.customer(), 1)).booking();
        endAfterMillis(lapsing, random.nextInt(LAPSES_WITHIN));
        Customer buyer = Stage.customer();
        Customer waiter = Stage.customer();
        List<Future<Object>> ends = threads.invokeAll(List.<Callable<Object>>of(
                within(random, () -> hold(show, buyer, 1)),
                within(random, () -> join(show, waiter, 1)),
                within(random, () -> bookings.expireDue(10)),
                within(random, () -> waitingList.handOut(show))));
        boolean sold = ends.get(0).get() instanceof Held;
        Object joined = ends.get(1).get();
        if (((Expired) ends.get(2).get()).shows().contains(show)) {
            expiredInTheRace++;
        }
        if (((Optional<?>) ends.get(3).get())
                .filter(round -> ((Round) round).offers() > 0)
                .isPresent()) {
            offeredInTheRace++;
        }

        assertThat(joined).as(what).isInstanceOfAny(Joined.class, PlacesFree.class);
        stage.execute("UPDATE waiting_shows SET looked_at = '-infinity' WHERE show_id = " + show.value());
        awaitLapse(lapsing, sold);
        handOut(show);
        boolean waits = joined instanceof Joined;
        if (waits && !sold) {
            assertThat(state(show, waiter)).as(what).isEqualTo(Standing.State.OFFERED);
        } else if (waits) {
            assertThat(state(show, waiter)).as(what).isEqualTo(Standing.State.WAITING);
            assertThat(flags(show)).as(what).isEqualTo(1);
            Booking bought = ((Held) ends.get(0).get()).booking();
            cancel(bought);
            assertThat(hold(show, buyer, 1)).as(what).isNotInstanceOf(Held.class);
            handOut(show);
            assertThat(state(show, waiter)).as(what).isEqualTo(Standing.State.OFFERED);
        } else {
            assertThat(flags(show)).as(what).isZero();
            if (!sold) {
                assertThat(hold(show, buyer, 1)).as(what).isInstanceOf(Held.class);
            }
        }
        return (sold ? "sold" : "not sold") + (waits ? ", waiting" : ", not waiting");
    }

    /** Some time within the milliseconds in which the hold lapses, so that everybody is the first now and then. */
    private static Callable<Object> within(Random random, Callable<Object> racer) {
        long delay = random.nextLong(TimeUnit.MILLISECONDS.toNanos(LAPSES_WITHIN));
        return () -> {
            LockSupport.parkNanos(delay);
            return racer.call();
        };
    }

    /** The loser of a race may have come a moment before the deadline; then the hold is still there. */
    private void awaitLapse(Booking lapsing, boolean sold) {
        while (!sold
                && stage.count("SELECT count(*) FROM bookings WHERE held_until > boxoffice_now() AND show_id = "
                                + lapsing.id().show().value() + " AND booking_id = "
                                + lapsing.id().value())
                        > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void twoAndFiveCallersMakeEachOfferOnce() throws Exception {
        for (int callers : List.of(2, 5)) {
            ShowId show = stage.show(200, 0);
            List<Booking> sold = IntStream.range(0, 100)
                    .mapToObj(i -> ((Held) hold(show, Stage.customer(), 2 * i + 1, 2 * i + 2)).booking())
                    .toList();
            sold.forEach(this::confirm);
            List<Customer> waiters =
                    IntStream.range(0, 150).mapToObj(i -> Stage.customer()).toList();
            assertThat(waitingList.join(waiters.stream()
                            .map(waiter -> new Joining(show, waiter, null, 2, true, 0))
                            .toList()))
                    .allMatch(Joined.class::isInstance);
            stage.keepEvents();

            AtomicBoolean cancelled = new AtomicBoolean();
            List<Callable<Integer>> racers = new ArrayList<>();
            IntStream.range(0, callers).forEach(i -> racers.add(() -> handOutUntil(cancelled, show)));
            racers.add(() -> {
                sold.forEach(this::cancel);
                cancelled.set(true);
                return 0;
            });
            List<Integer> made = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(callers + 1)) {
                for (Future<Integer> racer : threads.invokeAll(racers)) {
                    made.add(racer.get());
                }
            }
            assertThat(made).filteredOn(offers -> offers > 0).hasSizeGreaterThan(1);
            made.add(handOut(show));

            assertThat(made.stream().mapToInt(offers -> offers).sum()).isEqualTo(100);
            assertThat(stage.count("SELECT count(*) FROM bookings WHERE offer AND show_id = " + show.value()))
                    .isEqualTo(100);
            assertThat(stage.count("SELECT count(*) FROM kept_events WHERE body ->> 'type' LIKE '%waiting-list%'"))
                    .isEqualTo(100);
            assertThat(stage.count("SELECT count(*) FROM seats WHERE status = 1 AND show_id = " + show.value()))
                    .isEqualTo(200);
            for (int i = 0; i < waiters.size(); i++) {
                assertThat(state(show, waiters.get(i)))
                        .as("waiter %d of %d callers", i, callers)
                        .isEqualTo(i < 100 ? Standing.State.OFFERED : Standing.State.WAITING);
            }
        }
    }

    @Test
    void anOfferDoesNotOutlastAStartThatIsMovedForwardAtThatMoment() throws SQLException {
        ShowId show = stage.show(1, 0);
        Booking sold = ((Held) hold(show, Stage.customer(), 1)).booking();
        join(show, Stage.customer(), 1);
        cancel(sold);
        CompletableFuture<Integer> offers;
        try (Connection organiser = dataSource.getConnection();
                Statement move = organiser.createStatement()) {
            organiser.setAutoCommit(false);
            move.execute("UPDATE shows SET starts_at = boxoffice_now() + interval '5 minutes' WHERE show_id = "
                    + show.value());
            offers = CompletableFuture.supplyAsync(() -> handOut(show));
            await().atMost(SOON)
                    .until(() -> offers.isDone() || stage.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            organiser.commit();
        }

        assertThat(offers.join()).isEqualTo(1);
        assertThat(stage.count("SELECT count(*) FROM bookings b JOIN shows sh USING (show_id)"
                        + " WHERE offer AND b.held_until <= sh.starts_at AND show_id = " + show.value()))
                .isEqualTo(1);
    }

    @Test
    void nobodyIsOvertakenBecauseSomebodyElseHasTheirSeatLocked() throws SQLException {
        for (int seat = 1; seat <= 3; seat++) {
            ShowId show = stage.show(3, 0);
            Booking sold = ((Held) hold(show, Stage.customer(), 1, 2, 3)).booking();
            List<Customer> line = Stream.generate(Stage::customer).limit(3).toList();
            line.forEach(waiter -> join(show, waiter, 1));
            cancel(sold);
            try (Connection other = dataSource.getConnection();
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute("SELECT 1 FROM seats WHERE seat_no = " + seat + " AND show_id = " + show.value()
                        + " FOR UPDATE");

                Round round = waitingList.handOut(show).orElseThrow();

                assertThat(round.offers()).as("seat %d", seat).isLessThan(3);
                assertThat(round.more()).isTrue();
                assertThat(offered(show, line)).containsExactlyElementsOf(line.subList(0, round.offers()));
                other.rollback();
            }
            handOut(show);
            assertThat(offered(show, line)).isEqualTo(line);
        }
    }

    private List<Customer> offered(ShowId show, List<Customer> line) {
        return line.stream()
                .filter(customer -> state(show, customer) == Standing.State.OFFERED)
                .toList();
    }

    private int handOutUntil(AtomicBoolean over, ShowId show) {
        int offers = 0;
        while (!over.get()) {
            offers += handOut(show);
        }
        return offers;
    }

    private int handOut(ShowId show) {
        int offers = 0;
        for (int i = 0; i < MAX_ROUNDS; i++) {
            Round round = waitingList.handOut(show).orElse(new Round(show, 0, false, false));
            offers += round.offers();
            if (!round.more()) {
                break;
            }
        }
        return offers;
    }

    /** Whoever looks and finds an offer has been promised its seats. */
    private Standing.State state(ShowId show, Customer customer) {
        Call look = history.hold(show.toString(), List.of());
        Standing standing = waitingList.find(show, customer.id()).orElseThrow();
        if (standing.state() == Standing.State.OFFERED && standing.offer() != null) {
            Booking offer = bookings.find(standing.offer().id()).orElseThrow();
            look.held(offer.id().toString(), offer.seats(), offer.heldUntil());
        }
        return standing.state();
    }

    private long flags(ShowId show) {
        return stage.count("SELECT count(*) FROM sections WHERE waiting AND show_id = " + show.value());
    }

    private void confirm(Booking booking) {
        change(history.confirm(booking.id().toString()), booking, Booking::confirm);
    }

    private void cancel(Booking booking) {
        change(history.release(booking.id().toString()), booking, (b, now, holds) -> b.cancel(now));
    }

    private void change(Call call, Booking booking, Bookings.Decision decision) {
        Stage.told(
                call,
                bookings.change(List.of(new Change(booking.id(), decision, null)))
                        .getFirst()
                        .orElseThrow());
    }

    private ClaimOutcome hold(ShowId show, Customer customer, Integer... seats) {
        return Stage.told(history.hold(show.toString(), List.of(seats)), claim(show, customer, seats));
    }

    private ClaimOutcome claim(ShowId show, Customer customer, Integer... seats) {
        return bookings.hold(List.of(new Claim(BookingId.nextFor(show), customer, new Named(List.of(seats)), null)))
                .getFirst();
    }

    private Joining.Outcome join(ShowId show, Customer customer, int quantity) {
        return waitingList
                .join(List.of(new Joining(show, customer, null, quantity, true, 0)))
                .getFirst();
    }

    private void endAfterMillis(Booking booking, int millis) {
        String of = " WHERE show_id = " + booking.id().show().value() + " AND booking_id = "
                + booking.id().value();
        stage.execute("WITH until AS (UPDATE bookings SET held_until = boxoffice_now() + interval '" + millis + " ms'"
                + of + " RETURNING held_until) UPDATE seats SET held_until = until.held_until FROM until" + of);
    }
}
