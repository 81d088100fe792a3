package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.domain.BestAvailable;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.booking.domain.SeatMap.Seat;
import io.boxoffice.booking.domain.SeatMap.SectionMap;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Proposes other seats to those who came too late: as many side by side, in the same section. The look at the show that
 * this is taken from is up to a second old and shared by all who ask, because in a rush most are refused, and a refusal
 * has to be cheap. A proposal is no promise.
 */
@ApplicationScoped
class Proposals {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MAX_SHOWS = 1_000;

    private final Inventory inventory;
    private final InstantSource clock;
    private final Executor executor =
            task -> Thread.ofVirtual().name("proposal").start(task);
    private final Map<ShowId, Look> looks = new ConcurrentHashMap<>();

    Proposals(Inventory inventory, InstantSource clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    /** Other seats instead of these; none if there are none, or if the show cannot be looked at. */
    CompletionStage<List<Integer>> insteadOf(ShowId show, List<Integer> seats) {
        Instant now = clock.instant();
        if (looks.size() > MAX_SHOWS) {
            looks.clear();
        }
        Look look = looks.compute(show, (id, old) -> old != null && now.isBefore(old.until) ? old : new Look(id, now));
        return look.map.thenApply(map -> look.propose(map, seats)).exceptionally(failure -> List.of());
    }

    private record Wish(Section section, int quantity, int accessible) {}

    private final class Look {

        private final Instant until;
        private final CompletableFuture<Optional<SeatMap>> map;
        private final Map<Wish, List<Integer>> blocks = new ConcurrentHashMap<>();

        Look(ShowId show, Instant now) {
            until = now.plus(FRESH);
            map = CompletableFuture.supplyAsync(() -> inventory.seatMap(show), executor);
        }

        List<Integer> propose(Optional<SeatMap> seen, List<Integer> seats) {
            return seen.flatMap(seatMap -> seatMap.sections().stream()
                            .filter(section -> section.section().contains(seats.getFirst()))
                            .findFirst())
                    .map(section ->
                            blocks.computeIfAbsent(wish(section.section(), seats), wish -> block(section, wish)))
                    .orElse(List.of());
        }

        private static Wish wish(Section section, List<Integer> seats) {
            return new Wish(section, seats.size(), (int)
                    seats.stream().filter(section.accessible()::contains).count());
        }

        private static List<Integer> block(SectionMap section, Wish wish) {
            BitSet free = new BitSet();
            section.seats().stream()
                    .filter(seat -> seat.status() == Status.AVAILABLE)
                    .map(Seat::number)
                    .forEach(free::set);
            return new BestAvailable(section.section(), free)
                    .block(wish.quantity(), wish.accessible())
                    .orElse(List.of());
        }
    }
}
