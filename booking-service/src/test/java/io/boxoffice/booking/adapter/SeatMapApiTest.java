package io.boxoffice.booking.adapter;

import static io.boxoffice.booking.adapter.BookingRequests.hold;
import static io.boxoffice.booking.adapter.BookingRequests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What everybody may see of a show: its map and how many places are free. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class SeatMapApiTest {

    @Inject
    Stage stage;

    @Test
    void freePlacesOfManyShowsAreCountedAtOnce() {
        ShowId busy = stage.show(10, 5);
        ShowId quiet = stage.show(3, 0);
        hold("anna", Map.of("showId", busy, "seats", List.of(1, 2))).statusCode(201);
        hold("bert", Map.of("showId", busy, "section", "Standing", "quantity", 5))
                .statusCode(201);

        given().get("/api/v1/availability?showId=" + busy + "&showId=" + quiet + "&showId=" + ShowId.next())
                .then()
                .statusCode(200)
                .body("showId", contains(busy.toString(), quiet.toString()))
                .body("[0].sections.available", contains(8, 0))
                .body("[0].sections.capacity", contains(10, 5))
                .body("[1].sections.available", contains(3));
        problem(given().get("/api/v1/availability").then(), 422);
        problem(given().get("/api/v1/availability?showId=x").then(), 422);
        problem(
                given().get("/api/v1/availability?" + "showId=0NV5Y2K4H8G1M&".repeat(101))
                        .then(),
                422);
    }

    @Test
    void aLargeSeatMapIsSmallOnTheWireForThoseWhoCanUnpackIt() throws Exception {
        ShowId show = stage.show(5_000, 0);
        HttpResponse<byte[]> plain = seatMap(show, "identity");
        HttpResponse<byte[]> never = seatMap(show, "deflate, gzip;q=0");
        HttpResponse<byte[]> packed = seatMap(show, "br, gzip;q=0.5");

        assertThat(List.of(plain.statusCode(), never.statusCode(), packed.statusCode()))
                .containsOnly(200);
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
        assertThat(packed.body()).hasSizeLessThan(60_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(never.body()).isEqualTo(plain.body());
        assertThat(packed.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
    }

    @Test
    void anUnchangedSeatMapIsNotSentAgain() {
        ShowId show = stage.show(10, 0);
        String tag = given().get("/api/v1/shows/{show}/seats", show.toString()).header("ETag");

        given().header("If-None-Match", tag)
                .get("/api/v1/shows/{show}/seats", show.toString())
                .then()
                .statusCode(304);
        hold("anna", Map.of("showId", show, "seats", List.of(1))).statusCode(201);
        await().until(() -> given().header("If-None-Match", tag)
                        .get("/api/v1/shows/{show}/seats", show.toString())
                        .statusCode()
                == 200);
    }

    private static HttpResponse<byte[]> seatMap(ShowId show, String encodings) throws Exception {
        URI uri = URI.create("http://localhost:" + RestAssured.port + "/api/v1/shows/" + show + "/seats");
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Accept-Encoding", encodings)
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }
}
