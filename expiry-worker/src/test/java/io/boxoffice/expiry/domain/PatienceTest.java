package io.boxoffice.expiry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void who_has_not_failed_may_be_asked_at_any_time() {
        assertThat(Patience.FRESH.mayAsk(Instant.MIN)).isTrue();
        assertThat(Patience.FRESH.mayAsk(NOW)).isTrue();
    }

    @Test
    void pauses_double_from_a_second_to_half_a_minute() {
        List<Long> pauses = new ArrayList<>();
        Patience patience = Patience.FRESH;
        for (int i = 0; i < 8; i++) {
            patience = patience.failed(NOW);
            pauses.add(Duration.between(NOW, patience.askAgainAt()).toSeconds());
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(patience.failures()).isEqualTo(8);
    }

    @Test
    void a_pause_ends_at_its_end_and_not_before() {
        Patience patience = Patience.FRESH.failed(NOW);

        assertThat(patience.mayAsk(NOW)).isFalse();
        assertThat(patience.mayAsk(NOW.plusMillis(999))).isFalse();
        assertThat(patience.mayAsk(NOW.plusSeconds(1))).isTrue();
    }
}
