package io.boxoffice.booking.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.money.Money;
import java.util.BitSet;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestAvailableTest {

    private static final int FIRST = 101;

    @Test
    void anEmptyHouseSellsItsMiddle() {
        assertThat(hall("..........", "..........", "..........").block(2)).contains(List.of(115, 116));
        assertThat(hall("..........", "..........", "..........").block(4)).contains(List.of(114, 115, 116, 117));
    }

    @Test
    void nobodyIsLeftAloneWhereItCanBeAvoided() {
        assertThat(hall("##.....##").block(2)).contains(List.of(103, 104));
        assertThat(hall("##.....##").block(4)).contains(List.of(103, 104, 105, 106));
        assertThat(hall("#...#..##").block(2)).contains(List.of(106, 107));
        assertThat(hall("#...#").block(2)).contains(List.of(102, 103));
    }

    @Test
    void rowsAreNotJoined() {
        assertThat(hall("####..", "..####").block(3)).isEmpty();
        assertThat(hall("####..", "..####").block(2)).isPresent();
    }

    @Test
    void aPartyIsSplitOnlyIntoNearParts() {
        assertThat(hall("####..", "..####").split(3)).contains(List.of(105, 106, 108));
        assertThat(hall("#.#.#").split(3)).isEmpty();
        assertThat(hall("#.#.#").split(2)).contains(List.of(102, 104));
        assertThat(hall("......").split(4)).contains(List.of(102, 103, 104, 105));
    }

    @Test
    void theLastRowMayBeShorter() {
        Section section = new Section(1, "Seats", FIRST, 7, 5, new Money(0, Currency.getInstance("EUR")));
        BitSet free = new BitSet();
        free.set(FIRST, FIRST + 10);

        assertThat(new BestAvailable(section, free).block(3))
                .hasValueSatisfying(seats -> assertThat(seats).allMatch(section::contains));
        free.clear(FIRST, FIRST + 5);
        assertThat(new BestAvailable(section, free).block(3)).isEmpty();
        assertThat(new BestAvailable(section, free).block(2)).contains(List.of(106, 107));
    }

    @Test
    void theChoiceIsAlwaysFreeAdjacentAndAsGoodAsAnyOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int rows = 1 + random.nextInt(4);
            int perRow = 1 + random.nextInt(9);
            String[] hall = new String[rows];
            for (int row = 0; row < rows; row++) {
                StringBuilder text = new StringBuilder();
                for (int seat = 0; seat < perRow; seat++) {
                    text.append(random.nextInt(3) == 0 ? '#' : '.');
                }
                hall[row] = text.toString();
            }
            int quantity = 1 + random.nextInt(4);
            Optional<List<Integer>> block = hall(hall).block(quantity);

            String needle = ".".repeat(quantity);
            boolean possible = List.of(hall).stream().anyMatch(row -> row.contains(needle));
            assertThat(block.isPresent()).as("seed %d %s", seed, List.of(hall)).isEqualTo(possible);
            block.ifPresent(seats -> {
                assertThat(seats).hasSize(quantity);
                assertThat(seats.getLast() - seats.getFirst()).isEqualTo(quantity - 1);
                assertThat((seats.getFirst() - FIRST) / perRow).isEqualTo((seats.getLast() - FIRST) / perRow);
                assertThat(seats)
                        .allMatch(seat -> hall[(seat - FIRST) / perRow].charAt((seat - FIRST) % perRow) == '.');
            });
            boolean roomWithoutOrphan = List.of(hall).stream()
                    .flatMap(row -> List.of(row.split("#", -1)).stream())
                    .anyMatch(run -> run.length() == quantity || run.length() >= quantity + 2);
            if (roomWithoutOrphan) {
                assertThat(orphans(hall, perRow, block.orElseThrow()))
                        .as("seed %d %s %s", seed, List.of(hall), block)
                        .isZero();
            }
        }
    }

    private static int orphans(String[] hall, int perRow, List<Integer> seats) {
        int row = (seats.getFirst() - FIRST) / perRow;
        String line = "##" + hall[row] + "##";
        int first = (seats.getFirst() - FIRST) % perRow + 2;
        int behind = first + seats.size();
        int left = line.charAt(first - 1) == '.' && line.charAt(first - 2) == '#' ? 1 : 0;
        int right = line.charAt(behind) == '.' && line.charAt(behind + 1) == '#' ? 1 : 0;
        return left + right;
    }

    /** Rows of free (.) and taken (#) seats, numbered from {@link #FIRST}. */
    private static BestAvailable hall(String... rows) {
        int perRow = rows[0].length();
        Section section = new Section(
                1, "Stalls", FIRST, rows.length * perRow, perRow, new Money(0, Currency.getInstance("EUR")));
        BitSet free = new BitSet();
        for (int i = 0; i < rows.length * perRow; i++) {
            free.set(FIRST + i, rows[i / perRow].charAt(i % perRow) == '.');
        }
        return new BestAvailable(section, free);
    }
}
