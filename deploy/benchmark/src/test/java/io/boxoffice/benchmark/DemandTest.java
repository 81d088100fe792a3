package io.boxoffice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.benchmark.Demand.Want;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void freshDemandAsksForEverySeatOnceAndThenEnds() {
        Demand.Fresh demand = new Demand.Fresh(List.of(1L, 2L), 10);
        Set<String> asked = new HashSet<>();
        int wants = 0;
        for (Want want = demand.next(random); want != null; want = demand.next(random)) {
            wants++;
            for (int seat : want.seats()) {
                assertThat(seat).isBetween(1, 10);
                asked.add(want.show() + "/" + seat);
            }
        }

        assertThat(wants).isEqualTo(10);
        assertThat(asked).hasSize(20);
        assertThat(demand.left()).isZero();
    }

    @Test
    void hotDemandPutsFourOfFiveWishesOnTheBestHundredthOfTheSeats() {
        Demand.Hot demand = new Demand.Hot(1, 1_000);
        int hot = 0;
        for (int i = 0; i < 10_000; i++) {
            List<Integer> seats = demand.next(random).seats();
            hot += seats.getLast() <= 10 ? 1 : 0;
            assertThat(seats).doesNotHaveDuplicates().isSorted().allMatch(seat -> seat >= 1 && seat <= 1_000);
        }

        assertThat(hot).isBetween(7_800, 8_200);
    }
}
