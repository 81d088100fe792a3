package io.boxoffice.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

    @Test
    void a_quota_is_read_as_it_is_said() {
        assertThat(Quota.parse("20 per 10s")).isEqualTo(new Quota(20, Duration.ofSeconds(10)));
        assertThat(Quota.parse("5 per 10m")).isEqualTo(new Quota(5, Duration.ofMinutes(10)));
        assertThat(Quota.parse("1 per 1h")).isEqualTo(new Quota(1, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "20/s", "0 per 1s", "1 per 0s", "-1 per 1s", "1 per 1d", " 1 per 1s"})
    void anything_else_is_no_quota(String text) {
        assertThatThrownBy(() -> Quota.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
