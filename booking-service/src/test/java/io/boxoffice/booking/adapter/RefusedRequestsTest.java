package io.boxoffice.booking.adapter;

import static io.boxoffice.booking.adapter.BookingRequests.TOKENS;
import static io.boxoffice.booking.adapter.BookingRequests.as;
import static io.boxoffice.booking.adapter.BookingRequests.expire;
import static io.boxoffice.booking.adapter.BookingRequests.holdWith;
import static io.boxoffice.booking.adapter.BookingRequests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anybody looks for a seat. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class RefusedRequestsTest {

    @Inject
    Stage stage;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | malformed-request | {\"showId\":",
                "400 | malformed-request | [1,2]",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[1],\"discount\":100}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[\"1\"]}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[1.5]}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[99999999999]}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":1}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[1],\"seats\":[2]}",
                "400 | malformed-request | {\"showId\":\"SHOW\",\"seats\":[1]} trailing",
                "400 | malformed-request | {\"showId\":\"not an id\",\"seats\":[1]}",
                "422 | invalid-request   | {\"seats\":[1]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\"}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[null]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[0]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[-1]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[1,1]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[11]}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"seats\":[1],\"section\":\"Standing\"}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"section\":\"Standing\",\"quantity\":0}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"section\":\"Standing\",\"quantity\":21}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"section\":\"Stalls\",\"quantity\":1}",
                "422 | invalid-request   | {\"showId\":\"SHOW\",\"section\":\"Nowhere\",\"quantity\":1}",
            })
    void badInputIsRefusedWithAProblem(int status, String slug, String body) {
        ShowId show = stage.show(10, 0);

        as("anna")
                .contentType(ContentType.JSON)
                .body(body.replace("SHOW", show.toString()))
                .post("/api/v1/bookings")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:boxoffice:problem:" + slug))
                .body("detail", notNullValue());
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()))
                .isZero();
    }

    @Test
    void whateverIsRefusedBeforeAResourceIsFoundIsAProblemToo() {
        problem(as("anna").get("/api/v1/nothing").then(), 404);
        problem(as("anna").get("/nothing").then(), 404);
        problem(as("anna").delete("/api/v1/bookings").then(), 405);
        problem(
                as("anna")
                        .contentType("text/plain")
                        .body("hello")
                        .post("/api/v1/bookings")
                        .then(),
                415);
        problem(
                as("anna")
                        .contentType(ContentType.JSON)
                        .post("/api/v1/bookings")
                        .then(),
                400);
        problem(
                as("anna")
                        .contentType(ContentType.JSON)
                        .body("{\"x\":\"" + "y".repeat(10_000_000) + "\"}")
                        .post("/api/v1/bookings")
                        .then(),
                413);
        problem(as("anna").get("/api/v1/bookings?limit=0").then(), 422);
        problem(as("anna").get("/api/v1/bookings?status=SOLD").then(), 422);
        problem(as("anna").get("/api/v1/bookings?cursor=x").then(), 422);
        problem(as("anna").get("/api/v1/bookings?limit=many").then(), 422);
    }

    @Test
    void onlyGoodTokensOfTheRightRoleAreLetIn() {
        Map<String, Object> body = Map.of("showId", stage.show(10, 0), "seats", List.of(1));
        problem(
                given().contentType(ContentType.JSON)
                        .body(body)
                        .post("/api/v1/bookings")
                        .then(),
                401);
        for (String bad : List.of(
                TOKENS.expired("customer", "anna"),
                TOKENS.forAudience("elsewhere", "customer", "anna"),
                TOKENS.unsigned("customer", "anna"),
                TOKENS.forged("customer", "anna"),
                "rubbish")) {
            problem(holdWith(bad, body), 401);
        }
        problem(holdWith(TOKENS.organiser("olga"), body), 403);
        problem(holdWith(TOKENS.internal(), body), 401);
        problem(holdWith(TOKENS.forAudience("boxoffice-internal", "customer", "anna"), body), 401);
        for (String address : List.of("nonsense", "a@b, c@d", "a b@c", "a@b\u0000")) {
            problem(holdWith(TOKENS.with(Map.of("role", "customer", "name", "anna", "email", address)), body), 422);
        }
        String nobody = TOKENS.with(Map.of("role", "customer", "name", "an\u0000na", "email", "a@b"));
        problem(holdWith(nobody, body), 401);
        problem(given().auth().oauth2(nobody).get("/api/v1/bookings").then(), 401);
        for (String token : List.of(TOKENS.customer("anna"), TOKENS.organiser("olga"), TOKENS.admin("root"))) {
            problem(expire(token, Map.of("limit", 1)), 401);
        }
        problem(expire(TOKENS.forAudience("boxoffice-internal", "admin", "root"), Map.of("limit", 1)), 403);
        problem(expire(TOKENS.internal(), Map.of("limit", 0)), 422);
        problem(expire(TOKENS.internal(), Map.of("limit", 1_001)), 422);
        problem(expire(TOKENS.internal(), Map.of()), 422);
    }
}
