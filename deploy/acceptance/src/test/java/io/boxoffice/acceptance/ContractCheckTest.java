package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.acceptance.Contract.Exchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of calls against the contract finds what is wrong, and only that. */
class ContractCheckTest {

    private static final Map<String, List<String>> JSON = Map.of(
            "content-type", List.of("application/json"),
            "etag", List.of("\"1\""),
            "cache-control", List.of("public, no-cache"),
            "location", List.of("/api/v1/bookings/0NV5Y2K4H8G1M-0NV5Y2K4H8G2P"));
    private static final Map<String, List<String>> PROBLEM =
            Map.of("content-type", List.of("application/problem+json"));
    private static final String MAP = "{\"showId\":\"0NV5Y2K4H8G1M\",\"sections\":[]}";
    private static final String SEATS = "/api/v1/shows/0NV5Y2K4H8G1M/seats";
    private static final String STANDING =
            "{\"showId\":\"0NV5Y2K4H8G1M\",\"state\":\"WAITING\",\"quantity\":1,\"adjacent\":false,\"accessible\":0,"
                    + "\"joinedAt\":\"%s\"}";
    private static final String WAITING_LIST = "/api/v1/shows/0NV5Y2K4H8G1M/waiting-list";

    @Test
    void whatIsAsDescribedIsFine() {
        assertThat(answered(SEATS, 200, JSON, MAP)).isEmpty();
        assertThat(answered("/api/v1/shows?limit=3&q=a", 200, JSON, "[]")).isEmpty();
        assertThat(answered(SEATS, 404, PROBLEM, problem("not-found", 404))).isEmpty();
        assertThat(answered("/nowhere", 404, PROBLEM, problem("not-found", 404)))
                .isEmpty();
        assertThat(joined("{\"quantity\":1}", STANDING.formatted("2030-06-01T18:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a field is missing      | 200 | {\"sections\":[]}",
                "a field is undescribed  | 200 | {\"showId\":\"0NV5Y2K4H8G1M\",\"sections\":[],\"colour\":\"red\"}",
                "a value is another type | 200 | {\"showId\":5,\"sections\":[]}",
                "it is no JSON           | 200 | {",
                "the status is not there | 201 | {\"showId\":\"0NV5Y2K4H8G1M\",\"sections\":[]}",
            })
    void anAnswerThatIsNotDescribedIsFound(String what, int status, String body) {
        assertThat(answered(SEATS, status, JSON, body)).as(what).isNotEmpty();
    }

    @Test
    void otherAnswersThatAreNotDescribedAreFound() {
        assertThat(answered(SEATS, 200, Map.of("content-type", List.of("application/json")), MAP))
                .as("headers are missing")
                .hasSize(2);
        assertThat(answered(SEATS, 404, PROBLEM, problem("seats-taken", 404))).isNotEmpty();
        assertThat(answered(SEATS, 418, PROBLEM, problem("teapot", 418))).isNotEmpty();
        assertThat(answered(SEATS, 404, Map.of("content-type", List.of("text/html")), "<h1>"))
                .isNotEmpty();
        assertThat(answered("/api/v1/secrets", 200, JSON, "{}")).isNotEmpty();
        assertThat(joined("{\"quantity\":1}", STANDING.formatted("yesterday"))).isNotEmpty();
    }

    @Test
    void aRequestThatWasServedAndIsNotDescribedIsFound() {
        String standing = STANDING.formatted("2030-06-01T18:00:00Z");

        assertThat(joined("{\"quantity\":0}", standing)).isNotEmpty();
        assertThat(joined("{\"quantity\":1,\"colour\":\"red\"}", standing)).isNotEmpty();
        assertThat(joined("", standing)).isNotEmpty();
        assertThat(answered("/api/v1/shows?limit=1000", 200, JSON, "[]")).isNotEmpty();
        assertThat(answered("/api/v1/shows?colour=red", 200, JSON, "[]")).isNotEmpty();
        assertThat(answered("/api/v1/shows?from=tomorrow", 200, JSON, "[]")).isNotEmpty();
        assertThat(answered("/api/v1/notifications", 200, JSON, "[]")).isNotEmpty();
    }

    private static List<String> answered(String path, int status, Map<String, List<String>> headers, String body) {
        return Contract.get().violations(new Exchange("GET", path, Map.of(), null, status, headers, body));
    }

    private static List<String> joined(String request, String answer) {
        return Contract.get()
                .violations(new Exchange(
                        "POST",
                        WAITING_LIST,
                        Map.of("Content-Type", List.of("application/json")),
                        request,
                        201,
                        JSON,
                        answer));
    }

    private static String problem(String slug, int status) {
        return "{\"type\":\"urn:boxoffice:problem:%s\",\"title\":\"T\",\"status\":%d}".formatted(slug, status);
    }
}
