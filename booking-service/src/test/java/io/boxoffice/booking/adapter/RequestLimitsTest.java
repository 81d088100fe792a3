package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small quotas that hardly fill up again while a test runs. */
@QuarkusTest
@TestProfile(RequestLimitsTest.SmallQuotas.class)
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class RequestLimitsTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final String BOOKINGS = "/api/v1/bookings";

    /** Nobody else's, so that tests do not meet. */
    private final String name = "limited-" + UUID.randomUUID();

    public static class SmallQuotas implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "boxoffice.limits.customer.reads", "5 per 6h",
                    "boxoffice.limits.customer.bookings", "3 per 6h",
                    "boxoffice.limits.address.reads", "4 per 6h",
                    "boxoffice.limits.address.bookings", "2 per 6h");
        }
    }

    @Test
    void answersSayWhatIsLeftAndWhatTheRuleIs() {
        Response answer = read(TOKENS.customer(name), null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"reads\";q=5;w=21600");
        assertThat(answer.header("RateLimit")).isEqualTo("\"reads\";r=4;t=4320");
    }

    @Test
    void whoAsksTooMuchIsToldWhenToComeBack() {
        String token = TOKENS.customer(name);
        assertThat(granted(i -> read(token, null), 200)).isEqualTo(5);
        Response refused = read(token, null);

        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.<String>path("type")).isEqualTo("urn:boxoffice:problem:too-many-requests");
        assertThat(refused.<String>path("violated-policies[0]")).isEqualTo("reads");
        assertThat(refused.header("RateLimit")).startsWith("\"reads\";r=0;t=");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(4_000, 4_320);
    }

    @Test
    void readingAndBookingAreCountedApart() {
        String token = TOKENS.customer(name);

        assertThat(granted(i -> book(token), 422)).isEqualTo(3);
        assertThat(granted(i -> read(token, null), 200)).isEqualTo(5);
    }

    @Test
    void aSecondTokenOfTheSameCustomerIsNoSecondCustomer() {
        assertThat(granted(i -> read(TOKENS.customer(name), null), 200)).isEqualTo(5);
        assertThat(read(TOKENS.customer(name + "-b"), null).statusCode()).isEqualTo(200);
    }

    @Test
    void whoHasNoTokenIsTheirAddress() {
        assertThat(granted(i -> read(null, "203.0.113.1"), 401)).isEqualTo(4);
        assertThat(read(null, "203.0.113.2").statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenThatIsNoGoodIsNoWayAroundIt() {
        assertThat(granted(i -> read("rubbish-" + i, "203.0.113.3"), 401)).isEqualTo(4);
        assertThat(granted(i -> read(TOKENS.expired("customer", name + i), "203.0.113.4"), 401))
                .isEqualTo(4);
    }

    @Test
    void nobodyIsSomebodyElseByWhatTheySay() {
        assertThat(granted(i -> read(null, "198.51.100." + i + ", 203.0.113.5"), 401))
                .isEqualTo(4);
        assertThat(granted(i -> read(null, "2001:db8:0:7::" + i), 401)).isEqualTo(4);
    }

    /** How many of the first ten are answered so; all others are told to wait. */
    private static int granted(IntFunction<Response> request, int status) {
        int[] statuses =
                IntStream.range(0, 10).map(i -> request.apply(i).statusCode()).toArray();
        assertThat(statuses).containsOnly(status, 429);
        return (int) IntStream.of(statuses).filter(s -> s == status).count();
    }

    private static Response read(@Nullable String token, @Nullable String forwardedFor) {
        Map<String, String> headers = token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
        Map<String, String> more = forwardedFor == null ? Map.of() : Map.of("X-Forwarded-For", forwardedFor);
        return given().headers(headers).headers(more).get(BOOKINGS);
    }

    private static Response book(String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{}")
                .post(BOOKINGS);
    }
}
