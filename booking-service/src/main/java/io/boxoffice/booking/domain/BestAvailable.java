package io.boxoffice.booking.domain;

import io.boxoffice.booking.domain.SeatRequest.Best;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses seats side by side, near the middle of the row and of the section, so that no single seat is left alone between
 * taken ones where that can be avoided. Step by step it asks for less: a block that leaves nobody's neighbour alone; any
 * block; and, if rows may be split, few parts near each other.
 *
 * <p>Accessible seats are only for those who ask for them. Their block has as many as are asked for, and no more where
 * that can be avoided; when it is split, companions stay beside them.
 */
public final class BestAvailable {

    /** A row further back or forth is as bad as this many seats further aside. */
    private static final int SEATS_PER_ROW_STEP = 2;

    private final Section section;
    private final BitSet free;
    private final BitSet accessible = new BitSet();
    private final BitSet ordinary;

    /**
     * A choice among the free seats of a numbered section.
     *
     * @param free the numbers, within the show, of the seats that are free
     */
    public BestAvailable(Section section, BitSet free) {
        this.section = section;
        this.free = free;
        section.accessible().forEach(accessible::set);
        this.ordinary = (BitSet) free.clone();
        ordinary.andNot(accessible);
    }

    /**
     * What is best among several sections, which come in the organiser's order: a block in a later one is better than a
     * split in the first.
     */
    public static Optional<List<Integer>> among(List<Section> sections, BitSet free, Best wish) {
        Optional<List<Integer>> block = sections.stream()
                .flatMap(section -> new BestAvailable(section, free).block(wish.quantity(), wish.accessible()).stream())
                .findFirst();
        if (block.isPresent() || !wish.splitRows()) {
            return block;
        }
        return sections.stream()
                .flatMap(section -> new BestAvailable(section, free).split(wish.quantity(), wish.accessible()).stream())
                .findFirst();
    }

    /** The best block of that many seats, of which some are to be accessible; empty if there is none. */
    public Optional<List<Integer>> block(int quantity, int wheelchairs) {
        return blocks(quantity, wheelchairs).stream()
                .min(Comparator.comparingInt(Block::accessible)
                        .thenComparingInt(Block::orphans)
                        .thenComparingInt(block -> distance(block, middle()))
                        .thenComparingInt(Block::first))
                .map(Block::seats);
    }

    /**
     * As few blocks as a greedy choice finds, the largest first and the others near it; empty if it finds too few seats.
     * Those who need accessible seats come first, each with a companion beside them as long as there are companions.
     */
    public Optional<List<Integer>> split(int quantity, int wheelchairs) {
        BitSet left = (BitSet) free.clone();
        List<Integer> chosen = new ArrayList<>();
        Party party = new Party(wheelchairs, quantity - wheelchairs);
        Middle near = middle();
        while (party.size() > 0) {
            Optional<Part> found = new BestAvailable(section, left).largest(party, near);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Part part = found.get();
            if (chosen.isEmpty()) {
                near = centre(part.block());
            }
            chosen.addAll(part.block().seats());
            part.block().seats().forEach(left::clear);
            party = party.without(part.seated());
        }
        return Optional.of(chosen.stream().sorted().toList());
    }

    /** People who need accessible seats, and the others. */
    private record Party(int wheelchairs, int companions) {

        int size() {
            return wheelchairs + companions;
        }

        Party without(Party seated) {
            return new Party(wheelchairs - seated.wheelchairs, companions - seated.companions);
        }

        /** The ways to seat some of them together, from the largest on. */
        List<Party> parts() {
            List<Party> parts = new ArrayList<>();
            for (int seated = wheelchairs; seated > 0; seated--) {
                int stay = Math.min(wheelchairs - seated, companions - 1);
                for (int beside = companions - Math.max(stay, 0); beside >= Math.min(companions, 1); beside--) {
                    parts.add(new Party(seated, beside));
                }
            }
            for (int together = companions; wheelchairs == 0 && together > 0; together--) {
                parts.add(new Party(0, together));
            }
            return parts;
        }
    }

    private record Part(Party seated, Block block) {}

    private Optional<Part> largest(Party party, Middle near) {
        for (Party seated : party.parts()) {
            Optional<Block> best = blocks(seated.size(), seated.wheelchairs()).stream()
                    .min(Comparator.comparingInt(Block::accessible)
                            .thenComparingInt(block -> distance(block, near))
                            .thenComparingInt(Block::orphans)
                            .thenComparingInt(Block::first));
            if (best.isPresent()) {
                return best.map(block -> new Part(seated, block));
            }
        }
        return Optional.empty();
    }

    /**
     * Seats side by side within a run of free ones.
     *
     * @param orphans single seats that taking the block would leave alone
     */
    private record Block(int first, int quantity, int accessible, int orphans) {

        List<Integer> seats() {
            List<Integer> seats = new ArrayList<>();
            for (int seat = first; seat < first + quantity; seat++) {
                seats.add(seat);
            }
            return seats;
        }
    }

    private List<Block> blocks(int quantity, int wheelchairs) {
        BitSet usable = wheelchairs > 0 ? free : ordinary;
        List<Block> blocks = new ArrayList<>();
        int end = section.firstSeat() + section.capacity();
        for (int rowStart = section.firstSeat(); rowStart < end; rowStart += section.seatsPerRow()) {
            int rowEnd = Math.min(rowStart + section.seatsPerRow(), end);
            int runStart = usable.nextSetBit(rowStart);
            while (runStart >= 0 && runStart < rowEnd) {
                int runEnd = Math.min(usable.nextClearBit(runStart), rowEnd);
                for (int first = runStart; first + quantity <= runEnd; first++) {
                    int left = first - runStart;
                    int right = runEnd - first - quantity;
                    int suited = wheelchairs > 0
                            ? accessible.get(first, first + quantity).cardinality()
                            : 0;
                    if (suited >= wheelchairs) {
                        blocks.add(new Block(first, quantity, suited, (left == 1 ? 1 : 0) + (right == 1 ? 1 : 0)));
                    }
                }
                runStart = usable.nextSetBit(runEnd);
            }
        }
        return blocks;
    }

    /** A point of the section, in half seats and rows, so that middles between two seats are whole numbers. */
    private record Middle(int halfSeats, int halfRows) {}

    private Middle middle() {
        int rows = (section.capacity() + section.seatsPerRow() - 1) / section.seatsPerRow();
        return new Middle(section.seatsPerRow() - 1, rows - 1);
    }

    private Middle centre(Block block) {
        int index = block.first() - section.firstSeat();
        return new Middle(
                2 * (index % section.seatsPerRow()) + block.quantity() - 1, 2 * (index / section.seatsPerRow()));
    }

    private int distance(Block block, Middle from) {
        Middle centre = centre(block);
        return Math.abs(centre.halfSeats() - from.halfSeats())
                + SEATS_PER_ROW_STEP * Math.abs(centre.halfRows() - from.halfRows());
    }
}
