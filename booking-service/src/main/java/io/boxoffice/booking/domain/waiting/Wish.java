package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.BestAvailable;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Section;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for: places of one section, side by side or not.
 *
 * @param section its number; any section if absent
 * @param accessible how many of them are to be accessible; who asks for none gets none
 */
public record Wish(@Nullable Integer section, int quantity, boolean adjacent, int accessible) {

    public Wish {
        if (quantity < 1 || quantity > SeatRequest.MAX_SEATS_PER_BOOKING) {
            throw new IllegalArgumentException("1 to " + SeatRequest.MAX_SEATS_PER_BOOKING + " places");
        }
        if (accessible < 0 || accessible > quantity) {
            throw new IllegalArgumentException("0 to " + quantity + " accessible places");
        }
    }

    /** Whether it could be granted by that section if every seat were free. */
    public boolean accepts(Section candidate) {
        return (section == null || section == candidate.number()) && isPossibleIn(candidate);
    }

    /** Whether a seat of a section that it accepts may be among those that grant it. */
    boolean mayUse(Section accepted, int seat) {
        return accepted.contains(seat)
                && (accessible > 0 || !accepted.accessible().contains(seat));
    }

    /**
     * The seats that grant it, all of one section; the organiser's first section that has them, and places side by side
     * rather than others. General admission places are always side by side.
     *
     * @param free seats by their numbers within the show
     */
    public Optional<List<Integer>> fit(List<Section> sections, BitSet free) {
        return best(sections.stream().filter(this::accepts).toList(), free);
    }

    private Optional<List<Integer>> best(List<Section> accepted, BitSet free) {
        Optional<List<Integer>> together =
                accepted.stream().flatMap(s -> together(s, free).stream()).findFirst();
        if (together.isPresent() || adjacent) {
            return together;
        }
        return accepted.stream()
                .filter(Section::numbered)
                .flatMap(s -> new BestAvailable(s, free).split(quantity, accessible).stream())
                .findFirst();
    }

    private Optional<List<Integer>> together(Section section, BitSet free) {
        if (section.numbered()) {
            return new BestAvailable(section, free).block(quantity, accessible);
        }
        List<Integer> places =
                free.stream().filter(section::contains).limit(quantity).boxed().toList();
        return places.size() == quantity ? Optional.of(places) : Optional.empty();
    }

    private boolean isPossibleIn(Section empty) {
        if (empty.accessible().isEmpty()) {
            boolean inOneRow = adjacent && empty.numbered();
            int most = inOneRow ? Math.min(empty.seatsPerRow(), empty.capacity()) : empty.capacity();
            return accessible == 0 && quantity <= most;
        }
        BitSet seats = new BitSet();
        seats.set(empty.firstSeat(), empty.firstSeat() + empty.capacity());
        return best(List.of(empty), seats).isPresent();
    }
}
