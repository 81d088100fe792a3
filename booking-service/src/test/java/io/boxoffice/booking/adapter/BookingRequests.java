package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.id.ShowId;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests ask of the booking API over HTTP. */
final class BookingRequests {

    static final Tokens TOKENS = Tokens.ofTests();
    private static final Duration SOONER_THAN_THE_CACHE_FORGETS = Duration.ofSeconds(3);

    private BookingRequests() {}

    static void problem(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", containsString("urn:boxoffice:problem:"));
    }

    static RequestSpecification as(String customer) {
        return given().auth().oauth2(TOKENS.customer(customer));
    }

    static ValidatableResponse hold(String customer, Map<String, Object> body) {
        return holdWith(TOKENS.customer(customer), body);
    }

    static ValidatableResponse holdWith(String token, Map<String, Object> body) {
        Map<String, Object> json = new HashMap<>(body);
        json.computeIfPresent("showId", (key, id) -> id.toString());
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(json)
                .post("/api/v1/bookings")
                .then();
    }

    static ValidatableResponse change(String customer, String id, String action) {
        return as(customer).post("/api/v1/bookings/{id}/{action}", id, action).then();
    }

    static ValidatableResponse get(String customer, String id) {
        return as(customer).get("/api/v1/bookings/{id}", id).then();
    }

    static ValidatableResponse expire(int limit) {
        return expire(TOKENS.internal(), Map.of("limit", limit));
    }

    static ValidatableResponse expire(String token, Map<String, Object> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/internal/expirations")
                .then();
    }

    /** The map is drawn anew a moment after the answer. */
    static void awaitStatuses(ShowId show, List<Integer> seats, List<String> expected) {
        await().atMost(SOONER_THAN_THE_CACHE_FORGETS)
                .untilAsserted(() -> assertThat(statuses(show, seats)).isEqualTo(expected));
    }

    private static List<String> statuses(ShowId show, List<Integer> seats) {
        Map<Integer, String> all = new HashMap<>();
        List<Map<String, Object>> map = given().get("/api/v1/shows/{show}/seats", show.toString())
                .then()
                .statusCode(200)
                .extract()
                .path("sections[0].seats");
        map.forEach(seat -> all.put((Integer) seat.get("seat"), (String) seat.get("status")));
        return seats.stream().map(all::get).toList();
    }
}
