package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.Overloaded;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsNotReady;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Holds places for a customer until the show's deadline for holds; many customers at once, in groups. */
@ApplicationScoped
public class HoldSeats {

    private final Bookings bookings;
    private final SeatMapCache seatMaps;
    private final NewShows newShows;
    private final Proposals proposals;
    private final LaneMonitor monitor;
    private final Lanes<Claim, ClaimOutcome> lanes;

    HoldSeats(
            Bookings bookings,
            SeatMapCache seatMaps,
            NewShows newShows,
            Proposals proposals,
            LaneLimits limits,
            LaneMonitor monitor) {
        this.bookings = bookings;
        this.seatMaps = seatMaps;
        this.newShows = newShows;
        this.proposals = proposals;
        this.monitor = monitor;
        this.lanes = new Lanes<>(
                "hold",
                limits,
                claim -> claim.id().show(),
                bookings::hold,
                this::holdAlone,
                this::redraw,
                Contended.class::isInstance,
                new Overloaded(),
                monitor);
    }

    void start(@Observes Startup startup) {
        lanes.start();
    }

    void stop(@Observes Shutdown shutdown) throws InterruptedException {
        lanes.stop();
    }

    /**
     * Who wants which places of which show.
     *
     * @param key names the attempt, if its sender may repeat it
     * @param source where the wish comes from, as a {@link Claim} says it
     */
    public record Command(
            Customer customer,
            ShowId show,
            SeatRequest request,
            @Nullable IdempotencyKey key,
            @Nullable String source) {

        public Command(Customer customer, ShowId show, SeatRequest request, @Nullable IdempotencyKey key) {
            this(customer, show, request, key, null);
        }

        Claim toClaim() {
            return new Claim(BookingId.nextFor(show), customer, request, key, source);
        }
    }

    public CompletionStage<ClaimOutcome> handle(Command command) {
        return claim(command.toClaim())
                .thenApply(HoldSeats::refuseContended)
                .thenCompose(outcome -> withProposal(command, outcome));
    }

    /** A claim whose id was made before; it may still be {@code Contended}, if there is time to ask again. */
    CompletionStage<ClaimOutcome> claim(Claim claim) {
        return lanes.submit(claim)
                .thenApply(outcome -> outcome instanceof NoSuchShow
                                && newShows.mayStillCome(claim.id().show())
                        ? new SeatsNotReady()
                        : outcome)
                .thenApply(this::counted);
    }

    /** If the group failed after its COMMIT, the claim has its booking, and would find its seats taken by itself. */
    private ClaimOutcome holdAlone(Claim claim) {
        return bookings.find(claim.id())
                .<ClaimOutcome>map(booking -> new Held(booking.asHeld()))
                .orElseGet(() -> bookings.hold(List.of(claim)).getFirst());
    }

    private ClaimOutcome counted(ClaimOutcome outcome) {
        monitor.claimed(outcome);
        return outcome;
    }

    /** Seats that were in somebody's hands at each try are as good as taken; who was kept from none may come again. */
    private static ClaimOutcome refuseContended(ClaimOutcome outcome) {
        if (outcome instanceof Contended(List<Integer> seats)) {
            return seats.isEmpty() ? new Overloaded() : new SeatsTaken(seats);
        }
        return outcome;
    }

    private CompletionStage<ClaimOutcome> withProposal(Command command, ClaimOutcome outcome) {
        return outcome instanceof SeatsTaken(List<Integer> taken, List<Integer> none)
                        && command.request() instanceof Named(List<Integer> seats)
                ? proposals.insteadOf(command.show(), seats).thenApply(proposal -> new SeatsTaken(taken, proposal))
                : CompletableFuture.completedFuture(outcome);
    }

    private void redraw(List<ClaimOutcome> outcomes) {
        outcomes.stream()
                .filter(Held.class::isInstance)
                .map(outcome -> ((Held) outcome).booking().id().show())
                .distinct()
                .forEach(seatMaps::drop);
    }
}
