package io.boxoffice.booking.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.domain.ClaimOutcome.MustPause;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import io.boxoffice.booking.domain.ClaimOutcome.TooManySeats;
import io.boxoffice.booking.domain.HoardingRules.Tally;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoardingRulesTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final HoardingRules rules = new HoardingRules(3, 10, 5, Duration.ofMinutes(1), Duration.ofMinutes(60));

    @Test
    void theLastHoldThatIsAllowedIsAllowed() {
        assertThat(rules.refusal(new Tally(2, 0, 0, null), 1, NOON)).isEmpty();
        assertThat(rules.refusal(new Tally(3, 0, 0, null), 1, NOON)).contains(new TooManyHolds(3));
    }

    @Test
    void theLastSeatThatIsAllowedIsAllowed() {
        assertThat(rules.refusal(new Tally(0, 8, 0, null), 2, NOON)).isEmpty();
        assertThat(rules.refusal(new Tally(0, 8, 0, null), 3, NOON)).contains(new TooManySeats(10));
        assertThat(rules.refusal(new Tally(0, 8, 0, null).plusHold(2), 1, NOON)).contains(new TooManySeats(10));
    }

    @ParameterizedTest(name = "after {0} lapses, {1} min")
    @CsvSource({"0, 0", "5, 0", "6, 1", "7, 2", "8, 4", "11, 32", "12, 60", "13, 60", "100000, 60"})
    void eachHoldThatIsLetGoDoublesThePause(int lapses, int minutes) {
        assertThat(rules.pauseAfter(lapses)).isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void thePauseBeginsWithTheLastLapseAndEndsAtItsMoment() {
        Tally tally = new Tally(0, 0, 6, NOON);

        assertThat(rules.refusal(tally, 1, NOON)).contains(new MustPause(Duration.ofMinutes(1)));
        assertThat(rules.refusal(tally, 1, NOON.plusMillis(59_999))).contains(new MustPause(Duration.ofMillis(1)));
        assertThat(rules.refusal(tally, 1, NOON.plusSeconds(60))).isEmpty();
        assertThat(rules.refusal(new Tally(0, 0, 5, NOON), 1, NOON)).isEmpty();
    }
}
