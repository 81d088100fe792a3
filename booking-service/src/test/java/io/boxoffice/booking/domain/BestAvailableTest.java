package io.boxoffice.booking.domain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.money.Money;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BestAvailableTest {

    private static final int FIRST = 101;

    @Test
    void anEmptyHouseSellsItsMiddle() {
        assertThat(hall("..........", "..........", "..........").block(2, 0)).contains(List.of(115, 116));
        assertThat(hall("..........", "..........", "..........").block(4, 0)).contains(List.of(114, 115, 116, 117));
    }

    @Test
    void nobodyIsLeftAloneWhereItCanBeAvoided() {
        assertThat(hall("##.....##").block(2, 0)).contains(List.of(103, 104));
        assertThat(hall("##.....##").block(4, 0)).contains(List.of(103, 104, 105, 106));
        assertThat(hall("#...#..##").block(2, 0)).contains(List.of(106, 107));
        assertThat(hall("#...#").block(2, 0)).contains(List.of(102, 103));
    }

    @Test
    void rowsAreNotJoined() {
        assertThat(hall("####..", "..####").block(3, 0)).isEmpty();
        assertThat(hall("####..", "..####").block(2, 0)).isPresent();
    }

    @Test
    void aPartyIsSplitOnlyIntoNearParts() {
        assertThat(hall("####..", "..####").split(3, 0)).contains(List.of(105, 106, 108));
        assertThat(hall("#.#.#").split(3, 0)).isEmpty();
        assertThat(hall("#.#.#").split(2, 0)).contains(List.of(102, 104));
        assertThat(hall("......").split(4, 0)).contains(List.of(102, 103, 104, 105));
    }

    @Test
    void theLastRowMayBeShorter() {
        Section section = new Section(1, "Seats", FIRST, 7, 5, List.of(), new Money(0, Currency.getInstance("EUR")));
        BitSet free = new BitSet();
        free.set(FIRST, FIRST + 10);

        assertThat(new BestAvailable(section, free).block(3, 0))
                .hasValueSatisfying(seats -> assertThat(seats).allMatch(section::contains));
        free.clear(FIRST, FIRST + 5);
        assertThat(new BestAvailable(section, free).block(3, 0)).isEmpty();
        assertThat(new BestAvailable(section, free).block(2, 0)).contains(List.of(106, 107));
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
            Optional<List<Integer>> block = hall(hall).block(quantity, 0);

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

    @Test
    void noOtherBlockIsBetter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 4_000; round++) {
            int perRow = 1 + random.nextInt(9);
            int taken = random.nextInt(5);
            String[] hall = Stream.generate(() -> random.ints(perRow, 0, 6)
                            .mapToObj(kind -> kind < taken ? "#" : ".")
                            .collect(joining()))
                    .limit(1 + random.nextInt(7))
                    .toArray(String[]::new);
            int quantity = 1 + random.nextInt(4);

            Optional<List<Integer>> best = IntStream.range(0, hall.length * perRow)
                    .filter(i -> i % perRow + quantity <= perRow)
                    .mapToObj(i -> IntStream.range(FIRST + i, FIRST + i + quantity)
                            .boxed()
                            .toList())
                    .filter(seats -> !at(hall, seats).contains("#"))
                    .min(Comparator.<List<Integer>>comparingInt(seats -> orphans(hall, perRow, seats))
                            .thenComparingInt(seats -> fromTheMiddle(hall, seats))
                            .thenComparingInt(List::getFirst));
            assertThat(hall(hall).block(quantity, 0))
                    .as("seed %d %s", seed, List.of(hall))
                    .isEqualTo(best);
        }
    }

    /** In half seats; a row counts as much as two seats. */
    private static int fromTheMiddle(String[] hall, List<Integer> seats) {
        int perRow = hall[0].length();
        int aside = (seats.getFirst() - FIRST) % perRow + (seats.getLast() - FIRST) % perRow - (perRow - 1);
        int back = 2 * ((seats.getFirst() - FIRST) / perRow) - (hall.length - 1);
        return Math.abs(aside) + 2 * Math.abs(back);
    }

    @Test
    void accessibleSeatsAreOnlyForThoseWhoAskForThem() {
        assertThat(hall("..w..").block(3, 0)).isEmpty();
        assertThat(hall("..w..").block(2, 0)).contains(List.of(101, 102));
        assertThat(hall("..w..").split(5, 0)).isEmpty();
        assertThat(hall("..w..").block(1, 1)).contains(List.of(103));
        assertThat(hall(".....").block(1, 1)).isEmpty();
    }

    @Test
    void companionsSitBesideAccessibleSeats() {
        assertThat(hall(".w......").block(3, 1)).contains(List.of(101, 102, 103));
        assertThat(hall("w#......").block(2, 1)).isEmpty();
        assertThat(hall("ww......").block(2, 1)).contains(List.of(102, 103));
        assertThat(hall("#ww#....").block(2, 1)).contains(List.of(102, 103));
        assertThat(hall("w......w").block(3, 2)).isEmpty();
    }

    @Test
    void aSplitPartyLeavesNobodyInAWheelchairAlone() {
        assertThat(hall("w......w").split(4, 2)).contains(List.of(101, 102, 107, 108));
        assertThat(hall("w.#..#.w").split(5, 2)).contains(List.of(101, 102, 104, 107, 108));
        assertThat(hall("w#....#w").split(3, 1)).isEmpty();
        assertThat(hall("w#....#w").split(2, 2)).contains(List.of(101, 108));
        assertThat(hall("w...#...").split(6, 1)).contains(List.of(101, 102, 103, 104, 106, 107));
    }

    @Test
    void accessibleBlocksAreFoundWhereverThereAreSomeAndWasteNone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 4_000; round++) {
            String[] hall = new String[1 + random.nextInt(3)];
            int perRow = 1 + random.nextInt(9);
            for (int row = 0; row < hall.length; row++) {
                hall[row] = random.ints(perRow, 0, 6)
                        .mapToObj(kind -> kind < 2 ? "#" : kind < 4 ? "w" : ".")
                        .collect(joining());
            }
            int quantity = 1 + random.nextInt(4);
            int wheelchairs = random.nextInt(quantity + 1);
            String scene = "seed " + seed + " " + List.of(hall) + " " + quantity + " " + wheelchairs;

            OptionalInt fewest = windows(hall, quantity).stream()
                    .filter(window -> wheelchairs > 0 || count(window, 'w') == 0)
                    .mapToInt(window -> count(window, 'w'))
                    .filter(accessible -> accessible >= wheelchairs)
                    .min();
            Optional<List<Integer>> block = hall(hall).block(quantity, wheelchairs);
            assertThat(block.isPresent()).as(scene).isEqualTo(fewest.isPresent());
            block.ifPresent(seats -> {
                assertThat(seats.getLast() - seats.getFirst()).as(scene).isEqualTo(quantity - 1);
                assertThat(windows(hall, quantity)).as(scene).contains(at(hall, seats));
                assertThat(count(at(hall, seats), 'w')).as(scene).isEqualTo(fewest.getAsInt());
            });
            Optional<List<Integer>> split = hall(hall).split(quantity, wheelchairs);
            assertThat(split.isPresent() || block.isEmpty()).as(scene).isTrue();
            split.ifPresent(seats -> checkSplit(hall, seats, quantity, wheelchairs, scene));
        }
    }

    private static void checkSplit(String[] hall, List<Integer> seats, int quantity, int wheelchairs, String scene) {
        int perRow = hall[0].length();
        assertThat(seats).as(scene).hasSize(quantity).doesNotHaveDuplicates();
        assertThat(at(hall, seats)).as(scene).doesNotContain("#");
        assertThat(count(at(hall, seats), 'w')).as(scene).satisfies(accessible -> {
            assertThat(accessible).isGreaterThanOrEqualTo(wheelchairs);
            assertThat(wheelchairs > 0 || accessible == 0).isTrue();
        });
        if (quantity >= 2 * wheelchairs) {
            assertThat(seats)
                    .as(scene)
                    .allMatch(seat -> at(hall, List.of(seat)).equals(".")
                            || (seats.contains(seat - 1) && (seat - FIRST) % perRow > 0)
                            || (seats.contains(seat + 1) && (seat - FIRST + 1) % perRow > 0));
        }
    }

    /** What all seats side by side in a row are like, where all of them are free. */
    private static List<String> windows(String[] hall, int quantity) {
        return Stream.of(hall)
                .flatMap(row -> IntStream.rangeClosed(0, row.length() - quantity)
                        .mapToObj(first -> row.substring(first, first + quantity)))
                .filter(window -> window.indexOf('#') < 0)
                .toList();
    }

    private static String at(String[] hall, List<Integer> seats) {
        String all = String.join("", hall);
        return seats.stream()
                .map(seat -> all.substring(seat - FIRST, seat - FIRST + 1))
                .collect(joining());
    }

    private static int count(String seats, char kind) {
        return (int) seats.chars().filter(seat -> seat == kind).count();
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

    /** Rows of free (.), free accessible (w) and taken (#) seats, numbered from {@link #FIRST}. */
    private static BestAvailable hall(String... rows) {
        int perRow = rows[0].length();
        List<Integer> accessible = IntStream.range(0, rows.length * perRow)
                .filter(i -> rows[i / perRow].charAt(i % perRow) == 'w')
                .mapToObj(i -> FIRST + i)
                .toList();
        Section section = new Section(
                1,
                "Stalls",
                FIRST,
                rows.length * perRow,
                perRow,
                accessible,
                new Money(0, Currency.getInstance("EUR")));
        BitSet free = new BitSet();
        for (int i = 0; i < rows.length * perRow; i++) {
            free.set(FIRST + i, rows[i / perRow].charAt(i % perRow) != '#');
        }
        return new BestAvailable(section, free);
    }
}
