package io.boxoffice.booking.domain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses seats side by side, near the middle of the row and of the section, so that no single seat is left alone between
 * taken ones where that can be avoided. Step by step it asks for less: a block that leaves nobody's neighbour alone; any
 * block; and, if rows may be split, few parts near each other.
 */
public final class BestAvailable {

    /** A row further back or forth is as bad as this many seats further aside. */
    private static final int SEATS_PER_ROW_STEP = 2;

    private final Section section;
    private final BitSet free;

    /**
     * A choice among the free seats of a numbered section.
     *
     * @param free the numbers, within the show, of the seats that are free
     */
    public BestAvailable(Section section, BitSet free) {
        this.section = section;
        this.free = free;
    }

    /**
     * What is best among several sections, which come in the organiser's order: a block in a later one is better than a
     * split in the first.
     */
    public static Optional<List<Integer>> among(List<Section> sections, BitSet free, SeatRequest.Best wish) {
        Optional<List<Integer>> block = sections.stream()
                .flatMap(section -> new BestAvailable(section, free).block(wish.quantity()).stream())
                .findFirst();
        if (block.isPresent() || !wish.splitRows()) {
            return block;
        }
        return sections.stream()
                .flatMap(section -> new BestAvailable(section, free).split(wish.quantity()).stream())
                .findFirst();
    }

    /** The best block of that many seats; empty if there is none. */
    public Optional<List<Integer>> block(int quantity) {
        return blocks(quantity).stream()
                .min(Comparator.comparingInt(Block::orphans)
                        .thenComparingInt(block -> distance(block, middle()))
                        .thenComparingInt(Block::first))
                .map(Block::seats);
    }

    /** As few blocks as a greedy choice finds, the largest first and the others near it; empty if seats are too few. */
    public Optional<List<Integer>> split(int quantity) {
        BitSet left = (BitSet) free.clone();
        List<Integer> chosen = new ArrayList<>();
        Middle near = middle();
        while (chosen.size() < quantity) {
            Optional<Block> part = new BestAvailable(section, left).largest(quantity - chosen.size(), near);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            if (chosen.isEmpty()) {
                near = centre(part.get());
            }
            part.get().seats().forEach(seat -> {
                chosen.add(seat);
                left.clear(seat);
            });
        }
        return Optional.of(chosen.stream().sorted().toList());
    }

    private Optional<Block> largest(int atMost, Middle near) {
        for (int quantity = atMost; quantity > 0; quantity--) {
            Optional<Block> best = blocks(quantity).stream()
                    .min(Comparator.comparingInt((Block block) -> distance(block, near))
                            .thenComparingInt(Block::orphans)
                            .thenComparingInt(Block::first));
            if (best.isPresent()) {
                return best;
            }
        }
        return Optional.empty();
    }

    /**
     * Seats side by side within a run of free ones.
     *
     * @param orphans single seats that taking the block would leave alone
     */
    private record Block(int first, int quantity, int orphans) {

        List<Integer> seats() {
            List<Integer> seats = new ArrayList<>();
            for (int seat = first; seat < first + quantity; seat++) {
                seats.add(seat);
            }
            return seats;
        }
    }

    private List<Block> blocks(int quantity) {
        List<Block> blocks = new ArrayList<>();
        int end = section.firstSeat() + section.capacity();
        for (int rowStart = section.firstSeat(); rowStart < end; rowStart += section.seatsPerRow()) {
            int rowEnd = Math.min(rowStart + section.seatsPerRow(), end);
            int runStart = free.nextSetBit(rowStart);
            while (runStart >= 0 && runStart < rowEnd) {
                int runEnd = Math.min(free.nextClearBit(runStart), rowEnd);
                for (int first = runStart; first + quantity <= runEnd; first++) {
                    int left = first - runStart;
                    int right = runEnd - first - quantity;
                    blocks.add(new Block(first, quantity, (left == 1 ? 1 : 0) + (right == 1 ? 1 : 0)));
                }
                runStart = free.nextSetBit(runEnd);
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
