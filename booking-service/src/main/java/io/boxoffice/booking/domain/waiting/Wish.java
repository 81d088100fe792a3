package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.BestAvailable;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Section;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for: places of one section, side by side or not. Accessible seats are not waited for: what comes
 * back of them soon goes on open sale.
 *
 * @param section its number; any section if absent
 */
public record Wish(@Nullable Integer section, int quantity, boolean adjacent) {

    public Wish {
        if (quantity < 1 || quantity > SeatRequest.MAX_SEATS_PER_BOOKING) {
            throw new IllegalArgumentException("1 to " + SeatRequest.MAX_SEATS_PER_BOOKING + " places");
        }
    }

    public boolean accepts(Section candidate) {
        return section == null || section == candidate.number();
    }

    /** Whether it could be granted if every seat were free. */
    public boolean isPossible(List<Section> sections) {
        return sections.stream().filter(this::accepts).anyMatch(this::isPossibleIn);
    }

    /**
     * The seats that grant it, all of one section; the organiser's first section that has them, and places side by side
     * rather than others. General admission places are always side by side.
     *
     * @param free seats by their numbers within the show
     */
    public Optional<List<Integer>> fit(List<Section> sections, BitSet free) {
        List<Section> accepted = sections.stream().filter(this::accepts).toList();
        Optional<List<Integer>> together = accepted.stream()
                .flatMap(s -> (s.numbered() ? new BestAvailable(s, free).block(quantity, 0) : places(s, free)).stream())
                .findFirst();
        if (together.isPresent() || adjacent) {
            return together;
        }
        return accepted.stream()
                .filter(Section::numbered)
                .flatMap(s -> new BestAvailable(s, free).split(quantity, 0).stream())
                .findFirst();
    }

    private boolean isPossibleIn(Section empty) {
        if (!empty.accessible().isEmpty()) {
            BitSet seats = new BitSet();
            seats.set(empty.firstSeat(), empty.firstSeat() + empty.capacity());
            return fit(List.of(empty), seats).isPresent();
        }
        boolean inOneRow = adjacent && empty.numbered();
        return quantity <= (inOneRow ? Math.min(empty.seatsPerRow(), empty.capacity()) : empty.capacity());
    }

    private Optional<List<Integer>> places(Section section, BitSet free) {
        List<Integer> places =
                free.stream().filter(section::contains).limit(quantity).boxed().toList();
        return places.size() == quantity ? Optional.of(places) : Optional.empty();
    }
}
