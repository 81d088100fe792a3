package io.boxoffice.kernel.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class FailedRoundsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FailedRounds failures = new FailedRounds(metrics, "tidy-up");

    @Test
    void theCounterIsThereBeforeAnythingFails() {
        failures.countIn(() -> {});

        assertThat(failed()).isZero();
    }

    @Test
    void aRoundThatFailsIsCountedAndItsCallerIsTold() {
        assertThatThrownBy(() -> failures.countIn(() -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        failures.count();

        assertThat(failed()).isEqualTo(2);
    }

    private double failed() {
        return metrics.get("boxoffice.rounds.failed")
                .tag("work", "tidy-up")
                .counter()
                .count();
    }
}
