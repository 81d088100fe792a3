package io.boxoffice.booking.domain;

import io.boxoffice.booking.domain.SeatRequest.Best;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    private static final Comparator<Block> NEIGHBOURS_FIRST = Comparator.comparingInt(Block::accessible)
            .thenComparingInt(Block::orphans)
            .thenComparingInt(Block::distance)
            .thenComparingInt(Block::first);

    private static final Comparator<Block> NEARNESS_FIRST = Comparator.comparingInt(Block::accessible)
            .thenComparingInt(Block::distance)
            .thenComparingInt(Block::orphans)
            .thenComparingInt(Block::first);

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
        Optional<List<Integer>> block = blockAmong(sections, free, wish);
        if (block.isPresent() || !wish.splitRows()) {
            return block;
        }
        return sections.stream()
                .flatMap(section -> new BestAvailable(section, free).split(wish.quantity(), wish.accessible()).stream())
                .findFirst();
    }

    /** The best block of the first section that has one, even if rows may be split. */
    public static Optional<List<Integer>> blockAmong(List<Section> sections, BitSet free, Best wish) {
        return sections.stream()
                .flatMap(section -> new BestAvailable(section, free).block(wish.quantity(), wish.accessible()).stream())
                .findFirst();
    }

    /** The best block of that many seats, of which some are to be accessible; empty if there is none. */
    public Optional<List<Integer>> block(int quantity, int wheelchairs) {
        return best(new Party(wheelchairs, quantity - wheelchairs), middle(), NEIGHBOURS_FIRST)
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
                near = centre(part.block().first(), part.block().quantity());
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
        return party.parts().stream()
                .flatMap(seated -> best(seated, near, NEARNESS_FIRST).map(block -> new Part(seated, block)).stream())
                .findFirst();
    }

    /**
     * Seats side by side within a run of free ones.
     *
     * @param orphans single seats that taking the block would leave alone
     * @param distance from where it is wanted
     */
    private record Block(int first, int quantity, int accessible, int orphans, int distance) {

        List<Integer> seats() {
            return IntStream.range(first, first + quantity).boxed().toList();
        }
    }

    /** Looks at row after row, the nearest first, until no block of the next could be better than the one found. */
    private Optional<Block> best(Party party, Middle near, Comparator<Block> order) {
        Optional<Block> best = Optional.empty();
        int farthest = Math.max(near.halfRows, 2 * (rows() - 1) - near.halfRows);
        for (int away = 0; away <= farthest; away++) {
            Block hoped = new Block(0, party.size(), party.wheelchairs, 0, SEATS_PER_ROW_STEP * away);
            if (best.filter(found -> order.compare(found, hoped) < 0).isPresent()) {
                break;
            }
            List<Block> blocks = new ArrayList<>(best.stream().toList());
            addBlocks(near.halfRows - away, party, near, blocks);
            addBlocks(near.halfRows + away, party, near, blocks);
            best = blocks.stream().min(order);
        }
        return best;
    }

    /** All of a row; none where there is no row. */
    private void addBlocks(int halfRow, Party party, Middle near, List<Block> blocks) {
        if (halfRow < 0 || halfRow % 2 != 0 || halfRow / 2 >= rows()) {
            return;
        }
        int rowStart = section.firstSeat() + halfRow / 2 * section.seatsPerRow();
        int rowEnd = Math.min(rowStart + section.seatsPerRow(), section.firstSeat() + section.capacity());
        BitSet usable = party.wheelchairs > 0 ? free : ordinary;
        int runStart = usable.nextSetBit(rowStart);
        while (runStart >= 0 && runStart < rowEnd) {
            int runEnd = Math.min(usable.nextClearBit(runStart), rowEnd);
            for (int first = runStart; first + party.size() <= runEnd; first++) {
                Block block = block(first, runStart, runEnd, party, near);
                if (block.accessible >= party.wheelchairs) {
                    blocks.add(block);
                }
            }
            runStart = usable.nextSetBit(runEnd);
        }
    }

    private Block block(int first, int runStart, int runEnd, Party party, Middle near) {
        int behind = first + party.size();
        int suited = party.wheelchairs > 0 ? accessible.get(first, behind).cardinality() : 0;
        int orphans = (first - runStart == 1 ? 1 : 0) + (runEnd - behind == 1 ? 1 : 0);
        return new Block(first, party.size(), suited, orphans, distance(centre(first, party.size()), near));
    }

    /** A point of the section, in half seats and rows, so that middles between two seats are whole numbers. */
    private record Middle(int halfSeats, int halfRows) {}

    private int rows() {
        return (section.capacity() + section.seatsPerRow() - 1) / section.seatsPerRow();
    }

    private Middle middle() {
        return new Middle(section.seatsPerRow() - 1, rows() - 1);
    }

    private Middle centre(int first, int quantity) {
        int index = first - section.firstSeat();
        return new Middle(2 * (index % section.seatsPerRow()) + quantity - 1, 2 * (index / section.seatsPerRow()));
    }

    private static int distance(Middle one, Middle other) {
        return Math.abs(one.halfSeats - other.halfSeats) + SEATS_PER_ROW_STEP * Math.abs(one.halfRows - other.halfRows);
    }
}
