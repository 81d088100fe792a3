package io.boxoffice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianIsTheMiddleWhateverTheOrder() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }

    @Test
    void theMedianOfAnEvenCountLiesBetweenTheTwoInTheMiddle() {
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void noRoundsHaveNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }

    @Test
    void aFigureKnowsWhetherItReachedItsGoal() {
        assertThat(Figure.once("ratio", "", 1.0).atLeast(1, 2).reached()).isTrue();
        assertThat(Figure.once("ratio", "", 0.99).atLeast(1, 2).reached()).isFalse();
        assertThat(Figure.once("p99", "ms", 50).atMost(50, 15).reached()).isTrue();
        assertThat(Figure.once("p99", "ms", 50.1).atMost(50, 15).reached()).isFalse();
    }

    @Test
    void arrivalsComeAtTheAskedRateAndInOrder() {
        List<Long> times = new ArrayList<>(Load.arrivals(1_000, 42, Duration.ofSeconds(20)));

        assertThat(times).isSorted().hasSizeBetween(19_400, 20_600);
        assertThat(times.getLast()).isLessThan(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void arrivalsAreTheSameForTheSameSeed() {
        Duration second = Duration.ofSeconds(1);

        assertThat(List.copyOf(Load.arrivals(100, 7, second)))
                .isEqualTo(List.copyOf(Load.arrivals(100, 7, second)))
                .isNotEqualTo(List.copyOf(Load.arrivals(100, 8, second)));
    }
}
