package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchSection;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.UnknownSeats;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class RacesTest {

    private static final int THREADS = 16;
    private static final int RACES = 1_000;
    private static final int ROUNDS = 10;
    private static final int PAIRS = 8;

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    HoldSeats holdSeats;

    private History history = new History();

    @BeforeEach
    void settle() {
        stage.settle();
        history = stage.history();
    }

    @AfterEach
    void nothingWasSoldTwiceLostOrStuck() {
        stage.clockReset();
        assertThat(stage.contradictions()).isZero();
        stage.settle();
        assertThat(history.check(stage.books())).isEmpty();
    }

    @Test
    void aGroupGivesEachClaimItsOwnOutcome() {
        ShowId show = stage.show(20, 4);
        bookings.hold(List.of(claim(show, new Named(List.of(5)))));

        List<ClaimOutcome> outcomes = bookings.hold(List.of(
                claim(show, new Named(List.of(1, 2))),
                claim(show, new Named(List.of(2, 3))),
                claim(show, new Named(List.of(4, 5))),
                claim(show, new Named(List.of(99))),
                claim(ShowId.next(), new Named(List.of(1))),
                claim(show, new Places("Standing", 3)),
                claim(show, new Places("Standing", 1)),
                claim(show, new Places("Nowhere", 1)),
                claim(show, new Named(List.of(6, 7)))));

        assertThat(outcomes.get(0)).isInstanceOf(Held.class);
        assertThat(outcomes.get(1)).isEqualTo(new SeatsTaken(List.of(2)));
        assertThat(outcomes.get(2)).isEqualTo(new SeatsTaken(List.of(5)));
        assertThat(outcomes.get(3)).isEqualTo(new UnknownSeats(List.of(99)));
        assertThat(outcomes.get(4)).isEqualTo(new NoSuchShow());
        assertThat(outcomes.get(5)).isInstanceOf(Held.class);
        assertThat(outcomes.get(6)).isInstanceOf(Held.class);
        assertThat(outcomes.get(7)).isEqualTo(new NoSuchSection("Nowhere"));
        assertThat(outcomes.get(8)).isInstanceOf(Held.class);
        assertThat(seats(show, "status = 1")).isEqualTo(1 + 2 + 4 + 2);
    }

    @Test
    void fortyConflictsInAFullGroupHarmNobodyElse() {
        ShowId show = stage.show(200, 0);
        IntStream.range(0, 20).forEach(k -> bookings.hold(List.of(claim(show, new Named(List.of(131 + k))))));

        List<ClaimOutcome> outcomes = bookings.hold(IntStream.range(0, 64)
                .mapToObj(i -> claim(show, new Named(List.of(2 * i + 1, secondSeat(i)))))
                .toList());

        for (int i = 0; i < 64; i++) {
            if (secondSeat(i) == 2 * i + 2) {
                assertThat(outcomes.get(i)).isInstanceOf(Held.class);
            } else {
                assertThat(outcomes.get(i)).isEqualTo(new SeatsTaken(List.of(secondSeat(i))));
            }
        }
        assertThat(seats(show, "status = 1")).isEqualTo(20 + 2 * 24);
    }

    /** Of three claims one wants a seat that was held before, one gets what it wants, and one wants a seat of that one. */
    private static int secondSeat(int claim) {
        if (claim >= 60 || claim % 3 == 1) {
            return 2 * claim + 2;
        }
        return claim % 3 == 0 ? 131 + claim / 3 : 2 * claim;
    }

    @Test
    void fiftyCustomersAskForTheSameSeatAndOneGetsIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            ShowId show = stage.show(1, 0);

            List<ClaimOutcome> outcomes = atOnce(IntStream.range(0, 50)
                    .mapToObj(i -> hold(show, new Named(List.of(1))))
                    .toList());

            assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(SeatsTaken.class::isInstance).hasSize(49);
        }
    }

    @Test
    void overlappingPairsInAnyOrderNeitherDeadlockNorShareASeat() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ShowId show = stage.show(20, 0);

        List<ClaimOutcome> outcomes = atOnce(IntStream.range(0, 400)
                .mapToObj(i -> {
                    int first = 1 + random.nextInt(20);
                    int second = 1 + (first + random.nextInt(19)) % 20;
                    return hold(show, new Named(List.of(first, second)));
                })
                .toList());

        List<Integer> sold = sold(outcomes);
        assertThat(sold).as("seed %d", seed).doesNotHaveDuplicates().isNotEmpty();
        assertThat(outcomes).allMatch(o -> o instanceof Held || o instanceof SeatsTaken);
    }

    @Test
    void groupsSideBySideThatWantTheSamePairsInAnyOrderSellEachOnce() throws Exception {
        Random random = seeded();
        for (int round = 0; round < ROUNDS; round++) {
            ShowId show = stage.show(2 * PAIRS, 0);

            List<ClaimOutcome> outcomes = sideBySide(
                    this::holdWhileContended,
                    () -> pairs(random).stream()
                            .map(pair -> claim(show, new Named(pair)))
                            .toList());

            assertThat(sold(outcomes))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 2 * PAIRS).boxed().toList());
            assertThat(outcomes).allMatch(o -> o instanceof Held || o instanceof SeatsTaken);
        }
    }

    @Test
    void groupsSideBySideWithTheSameKeysInAnyOrderMakeOneBookingForEach() throws Exception {
        Random random = seeded();
        for (int round = 0; round < ROUNDS; round++) {
            ShowId show = stage.show(2 * PAIRS, 0);
            List<Claim> attempts = pairs(random).stream()
                    .map(pair -> new Claim(
                            BookingId.nextFor(show), Stage.customer(), new Named(pair), new IdempotencyKey("once")))
                    .toList();

            List<ClaimOutcome> outcomes = sideBySide(this::hold, () -> {
                List<Claim> group = new ArrayList<>(attempts.stream()
                        .map(a -> new Claim(BookingId.nextFor(show), a.customer(), a.request(), a.key()))
                        .toList());
                Collections.shuffle(group, random);
                return group;
            });

            assertThat(outcomes).hasOnlyElementsOfType(Held.class);
            assertThat(held(outcomes).map(Booking::id).distinct()).hasSize(PAIRS);
            assertThat(bookings(show, "true")).isEqualTo(PAIRS);
        }
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    /** The pairs of a show, in any order, and many of them with the later seat first. */
    private static List<List<Integer>> pairs(Random random) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int first = 1; first <= 2 * PAIRS; first += 2) {
            pairs.add(random.nextBoolean() ? List.of(first, first + 1) : List.of(first + 1, first));
        }
        Collections.shuffle(pairs, random);
        return pairs;
    }

    /** What each of many instances is told that ask for a group at the same moment, around their lanes. */
    private static List<ClaimOutcome> sideBySide(
            Function<List<Claim>, List<ClaimOutcome>> instance, Supplier<List<Claim>> groups) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<List<ClaimOutcome>>> instances = Stream.generate(groups)
                .limit(THREADS)
                .<Callable<List<ClaimOutcome>>>map(group -> () -> {
                    start.await();
                    return instance.apply(group);
                })
                .toList();
        return atOnce(instances).stream().flatMap(List::stream).toList();
    }

    /** As a lane does, but without an end to its patience. */
    private List<ClaimOutcome> holdWhileContended(List<Claim> claims) {
        List<ClaimOutcome> settled = new ArrayList<>();
        List<Claim> open = claims;
        while (!open.isEmpty()) {
            List<Claim> group = open;
            List<ClaimOutcome> outcomes = hold(group);
            open = IntStream.range(0, group.size())
                    .filter(i -> outcomes.get(i) instanceof Contended)
                    .mapToObj(group::get)
                    .toList();
            outcomes.stream().filter(outcome -> !(outcome instanceof Contended)).forEach(settled::add);
        }
        return settled;
    }

    private List<ClaimOutcome> hold(List<Claim> group) {
        List<Call> calls = group.stream()
                .map(claim -> history.hold(claim.id().show().toString(), ((Named) claim.request()).seats()))
                .toList();
        List<ClaimOutcome> outcomes = bookings.hold(group);
        IntStream.range(0, group.size()).forEach(i -> Stage.told(calls.get(i), group.get(i), outcomes.get(i)));
        return outcomes;
    }

    @Test
    void generalAdmissionSellsEveryPlaceOnce() throws Exception {
        ShowId show = stage.show(1, 60);

        List<ClaimOutcome> outcomes = atOnce(IntStream.range(0, 100)
                .mapToObj(i -> hold(show, new Places("Standing", 1 + i % 3)))
                .toList());
        List<Integer> sold = new ArrayList<>(sold(outcomes));
        while (hold(show, new Places("Standing", 1)).call() instanceof Held more) {
            sold.addAll(more.booking().seats());
        }

        assertThat(sold).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void aGroupLocksNoMorePlacesThanItSells() {
        ShowId show = stage.show(1, 1_000);

        List<ClaimOutcome> outcomes = bookings.hold(Stream.generate(() -> claim(show, new Places("Standing", 2)))
                .limit(64)
                .toList());

        assertThat(outcomes).hasOnlyElementsOfType(Held.class);
        // a row remembers who locked it last
        assertThat(seats(show, "status = 0 AND xmax <> 0")).isZero();
    }

    @Test
    void everybodyWantsTheBestSeatsAndGetsOthers() throws Exception {
        ShowId show = stage.show(100, 0);

        List<ClaimOutcome> outcomes = atOnce(IntStream.range(0, 40)
                .mapToObj(i -> hold(show, new Best(null, 1 + i % 4, 0, false)))
                .toList());

        List<Integer> sold = sold(outcomes);
        assertThat(sold).doesNotHaveDuplicates().hasSizeGreaterThan(80);
        assertThat(held(outcomes))
                .allSatisfy(booking -> assertThat(
                                booking.seats().getLast() - booking.seats().getFirst())
                        .isEqualTo(booking.seats().size() - 1));
    }

    @Test
    void confirmAgainstExpireEndsInExactlyOneOfTheTwo() throws Exception {
        ShowId show = stage.show(RACES, 0);
        List<BookingId> ids = new ArrayList<>();
        for (int seat = 1; seat <= RACES; seat++) {
            // their ends are moved, so they are no promise to hold anybody to
            Claim claim = claim(show, new Named(List.of(seat)));
            ids.add(((Held) bookings.hold(List.of(claim)).getFirst()).booking().id());
        }
        stage.keepEvents();
        stage.execute("UPDATE bookings SET held_until = boxoffice_now() + (booking_id % 400) * interval '2 ms'"
                + " WHERE show_id = " + show.value());
        stage.execute("UPDATE seats s SET held_until = b.held_until FROM bookings b WHERE b.show_id = s.show_id"
                + " AND b.booking_id = s.booking_id AND s.status = 1 AND s.show_id = " + show.value());
        Collections.shuffle(ids, new Random(1));

        List<Callable<Transition>> racers = new ArrayList<>();
        for (BookingId id : ids) {
            racers.add(() -> confirm(id));
            if (racers.size() % 10 == 0) {
                racers.add(() -> {
                    bookings.expireDue(20);
                    return new Transition.Refused(Transition.Refusal.NOT_PENDING);
                });
            }
        }
        long confirmed =
                atOnce(racers).stream().filter(Changed.class::isInstance).count();
        System.out.println(confirmed + " of " + RACES + " races were won by confirm");
        stage.clockAhead(Duration.ofMinutes(1));
        while (bookings.expireDue(100).count() > 0) {
            assertThat(stage.contradictions()).isZero();
        }

        assertThat(bookings(show, "status = 'CONFIRMED'")).isEqualTo(confirmed);
        assertThat(bookings(show, "status = 'FAILED'")).isEqualTo(RACES - confirmed);
        assertThat(seats(show, "status = 2")).isEqualTo(confirmed);
        assertThat(seats(show, "status = 0")).isEqualTo(RACES - confirmed);
        assertThat(stage.count("SELECT count(*) FROM kept_events")).isEqualTo(RACES);
        assertThat(stage.count("SELECT count(DISTINCT body ->> 'subject') FROM kept_events"))
                .isEqualTo(RACES);
    }

    @Test
    void aLapsedHoldChangesNothingOfTheNewOne() throws Exception {
        ShowId show = stage.show(200, 0);
        List<Booking> old = new ArrayList<>();
        for (int seat = 1; seat <= 200; seat++) {
            old.add(held(show, seat));
        }
        stage.clockAhead(Duration.ofSeconds(121));

        List<Callable<ClaimOutcome>> racers = new ArrayList<>();
        for (Booking lapsed : old) {
            racers.add(hold(show, new Named(lapsed.seats())));
            racers.add(() -> {
                confirm(lapsed.id());
                Stage.told(
                        history.release(lapsed.id().toString()),
                        change(lapsed.id(), (booking, now, holds) -> booking.cancel(now)));
                bookings.expireDue(5);
                return new NoSuchShow();
            });
        }
        atOnce(racers);
        for (Booking lapsed : old) {
            hold(show, new Named(lapsed.seats())).call();
        }

        assertThat(seats(show, "status = 1")).isEqualTo(200);
        assertThat(bookings(show, "status = 'CONFIRMED'")).isZero();
    }

    private Transition confirm(BookingId id) {
        return Stage.told(history.confirm(id.toString()), change(id, Booking::confirm));
    }

    private Transition change(BookingId id, Bookings.Decision decision) {
        return bookings.change(List.of(new Bookings.Change(id, decision, null)))
                .getFirst()
                .orElseThrow();
    }

    /** Holds one seat, alone. */
    private Booking held(ShowId show, int seat) {
        Call call = history.hold(show.toString(), List.of(seat));
        Claim claim = claim(show, new Named(List.of(seat)));
        return ((Held) Stage.told(call, claim, bookings.hold(List.of(claim)).getFirst())).booking();
    }

    private static Claim claim(ShowId show, SeatRequest request) {
        return new Claim(BookingId.nextFor(show), Stage.customer(), request, null);
    }

    private Callable<ClaimOutcome> hold(ShowId show, SeatRequest request) {
        Customer customer = Stage.customer();
        return () -> {
            Call call = history.hold(show.toString(), request instanceof Named named ? named.seats() : List.of());
            return Stage.told(
                    call,
                    holdSeats
                            .handle(new HoldSeats.Command(customer, show, request, null))
                            .toCompletableFuture()
                            .join());
        };
    }

    private long seats(ShowId show, String which) {
        return stage.count("SELECT count(*) FROM seats WHERE show_id = " + show.value() + " AND " + which);
    }

    private long bookings(ShowId show, String which) {
        return stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value() + " AND " + which);
    }

    private static List<Integer> sold(List<ClaimOutcome> outcomes) {
        return held(outcomes).flatMap(booking -> booking.seats().stream()).toList();
    }

    private static Stream<Booking> held(List<ClaimOutcome> outcomes) {
        return outcomes.stream().filter(Held.class::isInstance).map(outcome -> ((Held) outcome).booking());
    }

    private static <T> List<T> atOnce(List<? extends Callable<T>> racers)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(racers)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
