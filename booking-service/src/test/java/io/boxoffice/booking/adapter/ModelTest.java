package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.application.UpdateShow;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState;
import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Confirmed;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatMap.Seat;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random walks through the life of bookings, against a model so simple that it cannot be wrong. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class ModelTest {

    private static final int SEATS = 12;
    private static final int SEATS_PER_ROW = 10;
    private static final int PLACES = 6;
    private static final int STEPS = 600;
    private static final int WALKS = Boolean.getBoolean("soak") ? 34 : 1;
    private static final Duration HOLD = Duration.ofMinutes(2);
    /** An extension is cut off by the shorter one. */
    private static final List<Duration> MAX_HOLDS = List.of(HOLD.plusSeconds(60), HOLD.multipliedBy(2));

    private static final List<Duration> JUMPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            HOLD.minus(1, ChronoUnit.MICROS),
            HOLD,
            HOLD.plus(1, ChronoUnit.MICROS));

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    Inventory inventory;

    @Inject
    LayOutSeats layOutSeats;

    @Inject
    UpdateShow updateShow;

    private ShowSnapshot terms = terms(ShowId.next(), HOLD);
    private Duration maxHold = HOLD;
    private int showVersion = 1;
    private final Map<BookingId, ModelBooking> model = new HashMap<>();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final History history = new History(() -> now);

    /** What customers do with bookings. */
    private enum Action {
        CONFIRM,
        EXTEND,
        CANCEL;

        Decision decision() {
            return switch (this) {
                case CONFIRM -> Booking::confirm;
                case EXTEND -> Booking::extend;
                case CANCEL -> (booking, now, holdsItsSeats) -> booking.cancel(now);
            };
        }

        Call invoke(History history, String booking) {
            return switch (this) {
                case CONFIRM -> history.confirm(booking);
                case EXTEND -> history.extend(booking);
                case CANCEL -> history.release(booking);
            };
        }
    }

    private static final List<Action> ACTIONS = List.of(Action.CONFIRM, Action.CONFIRM, Action.EXTEND, Action.CANCEL);

    private static final class ModelBooking {
        private final Claim claim;
        private final Set<Integer> seats;
        private final Instant held;
        private Instant heldUntil;
        private boolean extended;
        private Class<? extends BookingState> state = Pending.class;

        ModelBooking(Claim claim, Set<Integer> seats, Instant heldUntil) {
            this.claim = claim;
            this.seats = seats;
            this.heldUntil = heldUntil;
            this.held = heldUntil.minus(HOLD);
        }

        /** As long again as at first, once, but no longer than the show allows. */
        void after(Action action, Instant now, Duration maxHold) {
            boolean open = state == Pending.class && isLive(now);
            switch (action) {
                case CONFIRM -> state = open ? Confirmed.class : state;
                case EXTEND -> {
                    if (open && !extended) {
                        extended = true;
                        heldUntil = earlier(heldUntil.plus(HOLD), held.plus(maxHold));
                    }
                }
                case CANCEL -> {
                    if (state == Pending.class) {
                        state = Failed.class;
                    } else if (state == Confirmed.class) {
                        state = Cancelled.class;
                    }
                }
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        boolean isLive(Instant now) {
            return state == Confirmed.class || (state == Pending.class && now.isBefore(heldUntil));
        }
    }

    @AfterEach
    void resetClock() {
        stage.clockReset();
    }

    /**
     * Several walks rather than a long one: after some hundred steps all that can happen to a show has happened. With
     * {@code -Dmodel.seed} that one walk again.
     */
    static LongStream seeds() {
        Long seed = Long.getLong("model.seed");
        return seed == null ? new Random().longs(WALKS) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDatabaseAgreesWithANaiveModel(long seed) {
        stage.settle();
        System.out.println("ModelTest seed " + seed + " (-Dmodel.seed)");
        Random random = new Random(seed);
        maxHold = MAX_HOLDS.get(random.nextInt(MAX_HOLDS.size()));
        ShowId show = ShowId.next();
        terms = terms(show, maxHold);
        layOutSeats.handle(terms);
        stage.clockAt(now);
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step;
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> hold(show, random, what);
                case 4 -> repeat(random, what);
                case 5, 6, 7, 8 -> change(random, what);
                case 9 -> expire(what);
                case 10 -> move(what);
                default -> jump(random);
            }
            compare(show, what);
        }
        expire("seed " + seed + ", at the end");
        assertThat(history.check(stage.books())).as("seed %d", seed).isEmpty();
    }

    private void hold(ShowId show, Random random, String what) {
        List<Claim> claims = IntStream.rangeClosed(0, random.nextInt(5))
                .mapToObj(i -> new Claim(
                        BookingId.nextFor(show), Stage.customer(), request(random), new IdempotencyKey("k" + i)))
                .toList();
        Set<Integer> takenBefore = taken();
        List<ClaimOutcome> outcomes = tell(claims);

        Set<Integer> aimedAt = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).request() instanceof Named named) {
                boolean first = named.seats().stream().noneMatch(aimedAt::contains);
                boolean free = named.seats().stream().noneMatch(takenBefore::contains);
                if (first) {
                    aimedAt.addAll(named.seats());
                }
                assertThat(outcomes.get(i) instanceof Held).as(what).isEqualTo(first && free);
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            if (outcomes.get(i) instanceof Held(Booking booking)) {
                assertThat(booking.places())
                        .as(what)
                        .hasSize(claims.get(i).request().size());
                assertThat(taken()).as(what).doesNotContainAnyElementsOf(booking.seats());
                assertThat(booking.heldUntil()).as(what).isEqualTo(now.plus(HOLD));
                model.put(
                        booking.id(),
                        new ModelBooking(claims.get(i), new TreeSet<>(booking.seats()), booking.heldUntil()));
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            checkRefusal(claims.get(i).request(), outcomes.get(i), what);
        }
    }

    /** Asks for all claims as one group, and writes down what they were answered. */
    private List<ClaimOutcome> tell(List<Claim> claims) {
        List<Call> calls = claims.stream()
                .map(claim -> history.hold(
                        claim.id().show().toString(),
                        claim.request() instanceof Named named ? named.seats() : List.of()))
                .toList();
        List<ClaimOutcome> outcomes = bookings.hold(claims);
        for (int i = 0; i < claims.size(); i++) {
            Stage.told(calls.get(i), claims.get(i), outcomes.get(i));
        }
        return outcomes;
    }

    /** A refusal has a reason that can be seen once the group is done. */
    private void checkRefusal(SeatRequest request, ClaimOutcome outcome, String what) {
        Set<Integer> taken = taken();
        switch (outcome) {
            case Held held -> {}
            case SeatsTaken(List<Integer> seats, List<Integer> proposal) ->
                assertThat(seats)
                        .as(what)
                        .isNotEmpty()
                        .isEqualTo(((Named) request)
                                .seats().stream().filter(taken::contains).toList());
            case Contended contended ->
                assertThat(((Named) request).seats()).as(what).noneMatch(taken::contains);
            case TooFewPlaces few ->
                assertThat(mostFor(request, taken)).as(what).isLessThan(request.size());
            default -> throw new AssertionError(what + ": " + outcome);
        }
    }

    /** How many places somebody could have who asked like that. */
    private static long mostFor(SeatRequest request, Set<Integer> taken) {
        if (request instanceof Best best && !best.splitRows()) {
            return longestRun(taken);
        }
        int first = request instanceof Places ? SEATS + 1 : 1;
        int last = request instanceof Places ? SEATS + PLACES : SEATS;
        return IntStream.rangeClosed(first, last)
                .filter(seat -> !taken.contains(seat))
                .count();
    }

    private static int longestRun(Set<Integer> taken) {
        int longest = 0;
        int run = 0;
        for (int seat = 1; seat <= SEATS; seat++) {
            boolean startsRow = seat % SEATS_PER_ROW == 1;
            run = taken.contains(seat) ? 0 : startsRow ? 1 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private void repeat(Random random, String what) {
        ModelBooking booking = any(random);
        if (booking == null) {
            return;
        }
        Claim again = new Claim(
                BookingId.nextFor(booking.claim.id().show()),
                booking.claim.customer(),
                booking.claim.request(),
                booking.claim.key());
        ClaimOutcome outcome = tell(List.of(again)).getFirst();

        assertThat(outcome).as(what).isInstanceOf(Held.class);
        Booking first = ((Held) outcome).booking();
        assertThat(first.id()).as(what).isEqualTo(booking.claim.id());
        assertThat(first.state()).as(what).isEqualTo(new Pending());
        assertThat(first.seats()).as(what).containsExactlyElementsOf(booking.seats);
    }

    /** One to four changes as one group, each of a booking of its own. */
    private void change(Random random, String what) {
        Map<ModelBooking, Action> group = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ModelBooking booking = any(random);
            if (booking != null) {
                group.put(booking, ACTIONS.get(random.nextInt(ACTIONS.size())));
            }
        }
        List<Call> calls = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        group.forEach((booking, action) -> {
            calls.add(action.invoke(history, booking.claim.id().toString()));
            changes.add(new Change(booking.claim.id(), action.decision(), null));
        });
        List<Optional<Transition>> transitions = bookings.change(changes);
        int i = 0;
        for (Map.Entry<ModelBooking, Action> one : group.entrySet()) {
            told(calls.get(i), transitions.get(i).orElseThrow());
            one.getKey().after(one.getValue(), now, maxHold);
            assertState(one.getKey(), what);
            i++;
        }
    }

    private static void told(Call call, Transition transition) {
        if (transition instanceof Changed(Booking after, var seats, var events) && after.state() instanceof Pending) {
            call.extended(after.heldUntil());
        } else {
            Stage.told(call, transition);
        }
    }

    private void expire(String what) {
        List<ModelBooking> due = model.values().stream()
                .filter(b -> b.state == Pending.class && !b.isLive(now))
                .toList();
        assertThat(bookings.expireDue(1_000).count()).as(what).isEqualTo(due.size());
        due.forEach(booking -> booking.state = Failed.class);
    }

    private static ShowSnapshot terms(ShowId id, Duration maxHold) {
        ShowSnapshot show = Stage.published(id, SEATS, PLACES).show();
        return new ShowSnapshot(
                id,
                show.version(),
                show.name(),
                show.venue(),
                show.startsAt(),
                show.zone(),
                show.currency(),
                show.holdSeconds(),
                (int) maxHold.toSeconds(),
                show.cancelCutOffSeconds(),
                show.organiserId(),
                show.sections());
    }

    /** Bookings that have not ended follow their show, and the others remember it as it was. */
    private void move(String what) {
        Map<BookingId, String> remembered = new HashMap<>();
        model.keySet().forEach(id -> remembered.put(id, venueOf(id)));
        showVersion++;
        updateShow.handle(Stage.changed(terms, showVersion, "Hall " + showVersion, terms.startsAt()));

        model.forEach((id, booking) -> {
            boolean follows = booking.state == Pending.class || booking.state == Confirmed.class;
            assertThat(venueOf(id)).as(what).isEqualTo(follows ? "Hall " + showVersion : remembered.get(id));
        });
    }

    private String venueOf(BookingId id) {
        return bookings.find(id).orElseThrow().show().venue();
    }

    private void jump(Random random) {
        now = now.plus(JUMPS.get(random.nextInt(JUMPS.size())));
        stage.clockAt(now);
    }

    private void assertState(ModelBooking booking, String what) {
        Booking found = bookings.find(booking.claim.id()).orElseThrow();
        BookingState state = found.state();
        assertThat(state).as(what).isInstanceOf(booking.state);
        assertThat(found.heldUntil()).as(what).isEqualTo(booking.heldUntil);
        if (state instanceof Failed(FailureReason reason, Instant at)) {
            assertThat(reason).as(what).isIn(FailureReason.EXPIRED, FailureReason.RELEASED);
        }
    }

    private void compare(ShowId show, String what) {
        Set<Integer> taken = taken();
        var map = inventory.seatMap(show).orElseThrow();
        for (Seat seat : map.sections().getFirst().seats()) {
            assertThat(seat.status() != Status.AVAILABLE)
                    .as("%s, seat %d", what, seat.number())
                    .isEqualTo(taken.contains(seat.number()));
        }
        long places = taken.stream().filter(seat -> seat > SEATS).count();
        assertThat(map.sections().get(1).available()).as(what).isEqualTo(PLACES - (int) places);
        assertThat(stage.contradictions()).as(what).isZero();
    }

    private Set<Integer> taken() {
        Set<Integer> taken = new HashSet<>();
        model.values().stream()
                .filter(booking -> booking.isLive(now))
                .forEach(booking -> booking.seats.forEach(seat ->
                        assertThat(taken.add(seat)).as("seat %d once", seat).isTrue()));
        return taken;
    }

    private @Nullable ModelBooking any(Random random) {
        List<ModelBooking> all = new ArrayList<>(model.values());
        all.sort((a, b) -> b.claim.id().compareTo(a.claim.id()));
        return all.isEmpty() ? null : all.get(Math.min(random.nextInt(all.size()), random.nextInt(all.size())));
    }

    private static SeatRequest request(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Places("Standing", 1 + random.nextInt(3));
            case 1 -> new Best(null, 1 + random.nextInt(3), 0, random.nextBoolean());
            default ->
                new Named(
                        random.ints(1 + random.nextInt(3), 1, SEATS + 1).boxed().toList());
        };
    }
}
