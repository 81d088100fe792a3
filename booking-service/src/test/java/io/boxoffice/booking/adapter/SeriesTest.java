package io.boxoffice.booking.adapter;

import static io.boxoffice.booking.adapter.BookingRequests.as;
import static io.boxoffice.booking.adapter.BookingRequests.change;
import static io.boxoffice.booking.adapter.BookingRequests.hold;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metrics are as many as there are routes, whatever is asked for. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class SeriesTest {

    private static final String REQUESTS = "http_server_requests_seconds_count{";
    private static final String CONNECTIONS = "db_client_connection_use_time_seconds_count{";

    @Inject
    Stage stage;

    @Test
    void whatIsRefusedMakesFewSeriesAndHidesNone() {
        IntStream.rangeClosed(1, 150).forEach(i -> {
            as("anna").request("A" + i, "/api/v1/bookings").then().statusCode(405);
            as("anna").delete("/api/v1/shows/" + i + "/seats").then().statusCode(405);
            as("anna")
                    .urlEncodingEnabled(false)
                    .delete("/api/v1/" + spelling("bookings", i))
                    .then()
                    .statusCode(405);
        });
        String booking = hold("anna", Map.of("showId", stage.show(1, 0), "seats", List.of(1)))
                .statusCode(201)
                .extract()
                .path("id");
        change("anna", booking, "confirm").statusCode(200);

        await().untilAsserted(() -> {
            String requests = samples(REQUESTS);
            assertThat(requests)
                    .contains(counted("POST", "SUCCESS", 200, "/api/v1/bookings/{id}/confirm"))
                    .contains(counted("DELETE", "CLIENT_ERROR", 405, "/api/v1/shows/{id}/seats"))
                    .doesNotContain("method=\"A", "%")
                    .doesNotContainPattern("uri=\"/api/v1/shows/[0-9]");
        });
    }

    @Test
    void eachPoolTellsHowLongItsConnectionsAreUsed() {
        assertThat(samples(CONNECTIONS)).contains("datasource=\"default\"", "datasource=\"replica\"");
    }

    /** The letters that have their bit in the number are percent-encoded. */
    private static String spelling(String word, int number) {
        return IntStream.range(0, word.length())
                .mapToObj(
                        i -> (number >> i) % 2 == 0 ? word.substring(i, i + 1) : "%%%x".formatted((int) word.charAt(i)))
                .collect(Collectors.joining());
    }

    private static String counted(String method, String outcome, int status, String uri) {
        return "method=\"%s\",outcome=\"%s\",status=\"%d\",uri=\"%s\"".formatted(method, outcome, status, uri);
    }

    private static String samples(String beginning) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .collect(Collectors.joining("\n"));
    }
}
