package io.boxoffice.kernel.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownRequestsTest {

    private static final String BOOKINGS = "/api/v1/bookings";
    private static final String SEATS = "/api/v1/shows/{id}/seats";
    private static final int PATHS = 3;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** The filter that counts paths may come first. */
    @BeforeEach
    void filter() {
        metrics.config()
                .meterFilter(MeterFilter.maximumAllowableTags("http.server.requests", "uri", PATHS, MeterFilter.deny()))
                .meterFilter(KnownRequests.filter());
    }

    @Test
    void otherSpellingsOfAPathMakeNoSeriesAndHideNone() {
        List.of("%62ookings", "b%6fokings", "bo%6Fkings", "bookings#1", "bookings#2")
                .forEach(spelling -> request("GET", "/api/v1/" + spelling));
        request("GET", BOOKINGS);
        request("GET", SEATS);

        assertThat(counted("uri")).containsExactlyInAnyOrder(BOOKINGS, SEATS);
    }

    @Test
    void methodsThatNobodyKnowsMakeNoSeries() {
        request("BREW", BOOKINGS);
        request("POST", BOOKINGS);

        assertThat(counted("method")).containsExactly("POST");
    }

    private void request(String method, String uri) {
        metrics.counter("http.server.requests", "method", method, "uri", uri).increment();
    }

    private List<String> counted(String tag) {
        return metrics.getMeters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag(tag)))
                .toList();
    }
}
