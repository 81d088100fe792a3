package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.CancelShow;
import io.boxoffice.booking.application.FollowChangedShows;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.application.UpdateShow;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState.Cancelled;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.ShowCancelled;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Standing;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shows that change or are cancelled while people hold and have bookings. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class ShowChangesTest {

    private static final int SEVERAL_BATCHES = 450;
    private static final String CLOSED = " WHERE body->>'type' = 'io.boxoffice.waiting-list.closed.v1'";

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

    @Inject
    CancelShow cancelShow;

    @Inject
    WaitingList waitingList;

    @Inject
    FollowChangedShows followChangedShows;

    private History history = new History();

    @BeforeEach
    void settle() {
        stage.settle();
        stage.keepEvents();
        history = stage.history();
    }

    @AfterEach
    void agree() {
        stage.execute("DROP TRIGGER IF EXISTS stumble ON bookings");
        stage.clockReset();
        assertThat(stage.contradictions()).isZero();
        stage.settle();
        assertThat(history.check(stage.books())).isEmpty();
    }

    @Test
    void aShowThatMovesTellsEachConfirmedBookingOnce() {
        ShowSnapshot show = published(20);
        Booking confirmed = confirmed(show.id(), 1);
        Booking held = held(show.id(), 2);
        Booking released = held(show.id(), 3);
        bookings.change(List.of(new Change(released.id(), (b, now, holds) -> b.cancel(now), null)));
        ShowSnapshot later = Stage.changed(show, 2, "Rose", show.startsAt().plusSeconds(3_600));

        updateShow.handle(later);
        updateShow.handle(later);

        assertThat(find(confirmed).show().startsAt()).isEqualTo(later.startsAt());
        assertThat(find(confirmed).show().venue()).isEqualTo("Rose");
        assertThat(find(held).show().venue()).isEqualTo("Rose");
        assertThat(find(held).heldUntil()).isEqualTo(held.heldUntil());
        assertThat(find(released).show().venue()).isEqualTo("Globe");
        assertThat(events(show.id(), "booking.rescheduled")).isEqualTo(1);
        assertThat(stage.count("SELECT count(*) FROM kept_events WHERE body->'data'->'before'->>'venue' = 'Globe'"
                        + " AND body->'data'->'booking'->'show'->>'venue' = 'Rose'"))
                .isEqualTo(1);
        assertThat(held(show.id(), 4).show().venue()).isEqualTo("Rose");
    }

    @Test
    void olderNewsChangeNothing() {
        ShowSnapshot show = published(5);
        updateShow.handle(Stage.changed(show, 3, "Rose", show.startsAt()));
        updateShow.handle(Stage.changed(show, 2, "Swan", show.startsAt()));
        layOutSeats.handle(show);

        assertThat(held(show.id(), 1).show().venue()).isEqualTo("Rose");
    }

    @Test
    void newsThatComeBeforeThePublicationLayTheSeatsOut() {
        ShowSnapshot show = Stage.published(ShowId.next(), 5, 0).show();
        updateShow.handle(Stage.changed(show, 2, "Rose", show.startsAt()));
        layOutSeats.handle(show);

        assertThat(held(show.id(), 1).show().venue()).isEqualTo("Rose");
        assertThat(stage.count("SELECT count(*) FROM seats WHERE show_id = "
                        + show.id().value()))
                .isEqualTo(5);
    }

    @Test
    void otherTermsHoldForHoldsToCome() {
        ShowSnapshot show = published(5);
        updateShow.handle(new ShowSnapshot(
                show.id(),
                2,
                show.name(),
                show.venue(),
                show.startsAt(),
                show.zone(),
                show.currency(),
                600,
                900,
                7_200,
                show.organiserId(),
                show.sections()));

        Booking held = held(show.id(), 1);
        assertThat(Duration.between(held.createdAt(), held.heldUntil())).isEqualTo(Duration.ofMinutes(10));
        assertThat(find(held).show().maxHold()).isEqualTo(Duration.ofMinutes(15));
        assertThat(find(held).show().cancelCutOff()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void anUpdateThatIsCutOffInTheMiddleIsCarriedThrough() {
        ShowSnapshot show = published(SEVERAL_BATCHES);
        List<Booking> all = everySeatConfirmed(show.id(), SEVERAL_BATCHES);
        ShowSnapshot later = Stage.changed(show, 2, "Rose", show.startsAt());
        stumbleAt(all.get(SEVERAL_BATCHES / 2));

        assertThatThrownBy(() -> updateShow.handle(later)).isInstanceOf(RuntimeException.class);
        assertThat(events(show.id(), "booking.rescheduled")).isBetween(1L, SEVERAL_BATCHES - 1L);
        stage.execute("DROP TRIGGER stumble ON bookings");
        updateShow.handle(later);

        assertThat(events(show.id(), "booking.rescheduled")).isEqualTo(SEVERAL_BATCHES);
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE venue = 'Rose' AND version = 3 AND show_id = "
                        + show.id().value()))
                .isEqualTo(SEVERAL_BATCHES);
    }

    @Test
    void aHoldThatWasWrittenMeanwhileFollowsALittleLater() {
        ShowSnapshot show = published(5);
        Booking missed = held(show.id(), 1);
        updateShow.handle(Stage.changed(show, 2, "Rose", show.startsAt()));
        stage.execute("UPDATE bookings SET show_version = 1, venue = 'Globe' WHERE booking_id = "
                + missed.id().value());

        followChangedShows.handle();

        assertThat(find(missed).show().venue()).isEqualTo("Rose");
    }

    @Test
    void aCancelledShowEndsAllItsBookingsAndSellsNothing() {
        ShowSnapshot show = published(20);
        Booking confirmed = confirmed(show.id(), 1);
        Booking held = held(show.id(), 2);

        cancelShow.handle(Stage.changed(show, 2, "Globe", show.startsAt()));
        cancelShow.handle(Stage.changed(show, 2, "Globe", show.startsAt()));

        assertThat(find(confirmed).state()).isInstanceOf(Cancelled.class);
        assertThat(find(held).state())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.SHOW_CANCELLED));
        assertThat(events(show.id(), "booking.cancelled")).isEqualTo(1);
        assertThat(events(show.id(), "booking.failed")).isEqualTo(1);
        assertThat(inventory
                        .seatMap(show.id())
                        .orElseThrow()
                        .sections()
                        .getFirst()
                        .seats())
                .allMatch(seat -> seat.status() == Status.BLOCKED);
        assertThat(claim(show.id(), new Named(List.of(1)))).isEqualTo(new ShowCancelled());
        assertThat(claim(show.id(), new Best(null, 2, 0, true))).isEqualTo(new ShowCancelled());
        assertThat(claim(show.id(), new Places("Standing", 1))).isEqualTo(new ShowCancelled());
    }

    @Test
    void aCancelledShowTellsEverybodyWhoWaitsThatTheListIsClosedAndWhoHasAnOfferThatItEnds() {
        int waiting = 2_100;
        int offered = 1;
        ShowSnapshot show = Stage.published(ShowId.next(), 1, 0).show();
        layOutSeats.handle(show);
        Booking sold = confirmed(show.id(), 1);
        List<Customer> line = Stream.generate(Stage::customer).limit(waiting).toList();
        waitingList.join(line.stream()
                .map(waiter -> new Joining(show.id(), waiter, null, 1, false, 0))
                .toList());
        bookings.change(List.of(new Change(sold.id(), (b, now, holds) -> b.cancel(now), null)));
        assertThat(waitingList.handOut(show.id()).orElseThrow().offers()).isEqualTo(offered);

        cancelShow.handle(Stage.changed(show, 2, "Globe", show.startsAt()));
        cancelShow.handle(Stage.changed(show, 2, "Globe", show.startsAt()));

        assertThat(stage.count("SELECT count(DISTINCT body->'data'->'customer'->>'id') FROM kept_events" + CLOSED))
                .isEqualTo(waiting - offered);
        assertThat(stage.count("SELECT count(*) FROM kept_events" + CLOSED)).isEqualTo(waiting - offered);
        assertThat(events(show.id(), "booking.failed")).isEqualTo(offered);
        assertThat(stage.count("SELECT count(*) FROM waiting_list WHERE closed_at IS NULL AND show_id = "
                        + show.id().value()))
                .isEqualTo(offered);
        assertThat(stage.count("SELECT count(*) FROM waiting_shows WHERE show_id = "
                        + show.id().value()))
                .isZero();
        assertThat(waitingList
                        .find(show.id(), line.getFirst().id())
                        .orElseThrow()
                        .state())
                .isEqualTo(Standing.State.CLOSED);
        assertThat(claim(show.id(), new Named(List.of(1)))).isEqualTo(new ShowCancelled());
    }

    @Test
    void theStatementItselfRefusesWhatIsCancelled() {
        ShowSnapshot show = published(5);
        stage.execute(
                "UPDATE shows SET cancelled = true WHERE show_id = " + show.id().value());

        assertThat(claim(show.id(), new Named(List.of(1)))).isEqualTo(new ShowCancelled());
        assertThat(claim(show.id(), new Best(null, 1, 0, true))).isEqualTo(new ShowCancelled());
    }

    @Test
    void aPublicationThatComesAfterTheCancellationReopensNothing() {
        ShowSnapshot show = Stage.published(ShowId.next(), 5, 3).show();
        cancelShow.handle(Stage.changed(show, 3, "Globe", show.startsAt()));
        layOutSeats.handle(show);
        updateShow.handle(Stage.changed(show, 4, "Rose", show.startsAt()));

        assertThat(claim(show.id(), new Named(List.of(1)))).isEqualTo(new ShowCancelled());
        assertThat(stage.count("SELECT count(*) FROM seats WHERE status <> 3 AND show_id = "
                        + show.id().value()))
                .isZero();
    }

    @Test
    void aCancellationThatIsCutOffInTheMiddleIsCarriedThrough() {
        ShowSnapshot show = published(SEVERAL_BATCHES);
        List<Booking> all = everySeatConfirmed(show.id(), SEVERAL_BATCHES);
        ShowSnapshot cancelled = Stage.changed(show, 2, "Globe", show.startsAt());
        stumbleAt(all.get(SEVERAL_BATCHES / 2));

        assertThatThrownBy(() -> cancelShow.handle(cancelled)).isInstanceOf(RuntimeException.class);
        assertThat(events(show.id(), "booking.cancelled")).isBetween(1L, SEVERAL_BATCHES - 1L);
        assertThat(stage.contradictions()).isZero();
        assertThat(claim(show.id(), new Named(List.of(1)))).isEqualTo(new ShowCancelled());
        stage.execute("DROP TRIGGER stumble ON bookings");
        cancelShow.handle(cancelled);

        assertThat(events(show.id(), "booking.cancelled")).isEqualTo(SEVERAL_BATCHES);
        assertThat(stage.count("SELECT count(*) FROM seats WHERE status <> 3 AND show_id = "
                        + show.id().value()))
                .isZero();
    }

    @Test
    void claimsThatRaceWithACancellationLeaveNothingBehind() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ShowChangesTest seed " + seed);
        for (int round = 0; round < 10; round++) {
            ShowSnapshot show = published(40);
            AtomicBoolean over = new AtomicBoolean();
            List<Future<?>> buyers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                for (int buyer = 0; buyer < 6; buyer++) {
                    Random random = new Random(seed + round * 10L + buyer);
                    buyers.add(threads.submit(() -> buyUntil(over, show.id(), random)));
                }
                try {
                    Call cancellation = history.cancelShow(show.id().toString());
                    cancelShow.handle(Stage.changed(show, 2, "Globe", show.startsAt()));
                    cancellation.done();
                    assertThat(live(show.id()))
                            .as("seed %d, round %d", seed, round)
                            .isZero();
                } finally {
                    over.set(true);
                }
                for (Future<?> buyer : buyers) {
                    buyer.get();
                }
            }
            assertThat(live(show.id())).as("seed %d, round %d", seed, round).isZero();
            assertThat(stage.count("SELECT count(*) FROM seats WHERE status <> 3 AND show_id = "
                            + show.id().value()))
                    .as("seed %d, round %d", seed, round)
                    .isZero();
        }
    }

    @Test
    void anOfferEndsWithTheStartOfAShowThatIsMovedForward() {
        ShowSnapshot show = Stage.published(ShowId.next(), 1, 0).show();
        layOutSeats.handle(show);
        Booking sold = confirmed(show.id(), 1);
        Customer waiter = Stage.customer();
        waitingList.join(List.of(new Joining(show.id(), waiter, null, 1, false, 0)));
        bookings.change(List.of(new Change(sold.id(), (b, now, holds) -> b.cancel(now), null)));
        waitingList.handOut(show.id());
        Instant soon = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);

        updateShow.handle(Stage.changed(show, 2, "Globe", soon));

        Standing.Offer offer = Objects.requireNonNull(
                waitingList.find(show.id(), waiter.id()).orElseThrow().offer());
        assertThat(offer.heldUntil()).isEqualTo(soon);
        assertThat(events(show.id(), "waiting-list.offered")).isEqualTo(2);
        stage.clockAt(soon);
        assertThat(bookings.change(List.of(new Change(offer.id(), Booking::confirm, null))))
                .containsExactly(Optional.of(new Refused(Refusal.HOLD_EXPIRED)));
        assertThat(waitingList.find(show.id(), waiter.id()).orElseThrow().state())
                .isEqualTo(Standing.State.LAPSED);
    }

    private void buyUntil(AtomicBoolean over, ShowId show, Random random) {
        while (!over.get()) {
            int seat = 1 + random.nextInt(40);
            SeatRequest request = random.nextBoolean() ? new Named(List.of(seat)) : new Best(null, 1, 0, false);
            Call call = history.hold(show.toString(), request instanceof Named named ? named.seats() : List.of());
            Claim claim = new Claim(BookingId.nextFor(show), Stage.customer(), request, null);
            if (Stage.told(call, claim, bookings.hold(List.of(claim)).getFirst()) instanceof Held(Booking booking)) {
                String id = booking.id().toString();
                boolean confirms = random.nextBoolean();
                Call decision = confirms ? history.confirm(id) : history.release(id);
                Change change = new Change(
                        booking.id(), (b, now, holds) -> confirms ? b.confirm(now, holds) : b.cancel(now), null);
                Stage.told(decision, bookings.change(List.of(change)).getFirst().orElseThrow());
            }
        }
    }

    private long live(ShowId show) {
        return stage.count(
                "SELECT count(*) FROM bookings WHERE status IN ('PENDING', 'CONFIRMED') AND show_id = " + show.value());
    }

    private ShowSnapshot published(int seats) {
        ShowSnapshot show = Stage.published(ShowId.next(), seats, 3).show();
        layOutSeats.handle(show);
        return show;
    }

    private ClaimOutcome claim(ShowId show, SeatRequest request) {
        ClaimOutcome outcome = new Contended(List.of());
        for (int i = 0; i < 3 && outcome instanceof Contended; i++) {
            outcome = bookings.hold(List.of(new Claim(BookingId.nextFor(show), Stage.customer(), request, null)))
                    .getFirst();
        }
        return outcome;
    }

    private Booking held(ShowId show, int seat) {
        return ((Held) claim(show, new Named(List.of(seat)))).booking();
    }

    private Booking confirmed(ShowId show, int seat) {
        Booking held = held(show, seat);
        bookings.change(List.of(new Change(held.id(), Booking::confirm, null)));
        return held;
    }

    private List<Booking> everySeatConfirmed(ShowId show, int seats) {
        List<Claim> claims = IntStream.rangeClosed(1, seats)
                .mapToObj(seat -> new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(seat)), null))
                .toList();
        List<Booking> held = bookings.hold(claims).stream()
                .map(outcome -> ((Held) outcome).booking())
                .toList();
        bookings.change(held.stream()
                .map(booking -> new Change(booking.id(), Booking::confirm, null))
                .toList());
        return held;
    }

    /** The database fails whoever changes that booking. */
    private void stumbleAt(Booking booking) {
        stage.execute("""
                CREATE OR REPLACE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'stumbled'; END$$;
                CREATE TRIGGER stumble BEFORE UPDATE ON bookings
                    FOR EACH ROW WHEN (OLD.booking_id = %d) EXECUTE FUNCTION stumble();
                """.formatted(booking.id().value()));
    }

    private Booking find(Booking booking) {
        return bookings.find(booking.id()).orElseThrow();
    }

    private long events(ShowId show, String type) {
        return stage.count("SELECT count(*) FROM kept_events WHERE body->>'type' = 'io.boxoffice." + type
                + ".v1' AND body->>'subject' LIKE '" + show + "-%'");
    }
}
