package io.boxoffice.booking.adapter;

import static io.boxoffice.booking.adapter.BookingRequests.TOKENS;
import static io.boxoffice.booking.adapter.BookingRequests.as;
import static io.boxoffice.booking.adapter.BookingRequests.awaitStatuses;
import static io.boxoffice.booking.adapter.BookingRequests.change;
import static io.boxoffice.booking.adapter.BookingRequests.expire;
import static io.boxoffice.booking.adapter.BookingRequests.get;
import static io.boxoffice.booking.adapter.BookingRequests.hold;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What customers and others do with a booking once it is held. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class BookingApiTest {

    @Inject
    Stage stage;

    @BeforeEach
    void settle() {
        stage.settle();
    }

    @AfterEach
    void resetClock() {
        stage.clockReset();
    }

    @Test
    void namedSeatsAreHeldConfirmedAndCancelled() {
        ShowId show = stage.show(20, 0);

        String id = hold("anna", Map.of("showId", show, "seats", List.of(11, 2)))
                .statusCode(201)
                .header("Location", containsString("/api/v1/bookings/" + show + "-"))
                .body("status", equalTo("PENDING"))
                .body("expiresAt", notNullValue())
                .body("seats.seat", contains(2, 11))
                .body("seats.row", contains("A", "B"))
                .body("seats.number", contains(2, 1))
                .body("total.amount", equalTo("90.00"))
                .body("total.currency", equalTo("GBP"))
                .body("show.zone", equalTo("Europe/London"))
                .extract()
                .path("id");
        awaitStatuses(show, List.of(2, 11), List.of("HELD", "HELD"));

        change("anna", id, "confirm")
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"))
                .body("expiresAt", nullValue());
        change("anna", id, "confirm").statusCode(200).body("version", equalTo(2));
        awaitStatuses(show, List.of(2, 11), List.of("BOOKED", "BOOKED"));

        change("anna", id, "cancel").statusCode(200).body("status", equalTo("CANCELLED"));
        awaitStatuses(show, List.of(2, 11), List.of("AVAILABLE", "AVAILABLE"));
        change("anna", id, "confirm").statusCode(409).body("type", equalTo("urn:boxoffice:problem:not-pending"));
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void aHoldEndsAtItsDeadlineWithoutAnybodyExpiringIt() {
        ShowId show = stage.show(10, 0);
        String old = hold("anna", Map.of("showId", show, "seats", List.of(1, 2)))
                .statusCode(201)
                .extract()
                .path("id");

        stage.clockAhead(Duration.ofSeconds(121));
        change("anna", old, "confirm").statusCode(409).body("type", equalTo("urn:boxoffice:problem:hold-expired"));
        hold("bert", Map.of("showId", show, "seats", List.of(2, 3))).statusCode(201);

        change("anna", old, "confirm").statusCode(409).body("type", equalTo("urn:boxoffice:problem:hold-expired"));
        expire(100).statusCode(200);
        awaitStatuses(show, List.of(1, 2, 3), List.of("AVAILABLE", "HELD", "HELD"));
        given().auth()
                .oauth2(TOKENS.customer("anna"))
                .get("/api/v1/bookings/{id}", old)
                .then()
                .statusCode(200)
                .body("status", equalTo("FAILED"))
                .body("reason", equalTo("EXPIRED"));
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void aHoldIsExtendedOnce() {
        ShowId show = stage.show(10, 0);
        String id = hold("anna", Map.of("showId", show, "seats", List.of(1, 2)))
                .extract()
                .path("id");

        change("bert", id, "extend").statusCode(404);
        change("anna", id, "extend").statusCode(200).body("version", equalTo(2));
        change("anna", id, "extend").statusCode(409).body("type", equalTo("urn:boxoffice:problem:already-extended"));
        stage.clockAhead(Duration.ofSeconds(200));
        expire(100).statusCode(200);
        hold("bert", Map.of("showId", show, "seats", List.of(2))).statusCode(409);
        assertThat(stage.contradictions()).isZero();
        change("anna", id, "confirm").statusCode(200);
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void expirySaysWhetherThereIsMore() {
        ShowId show = stage.show(10, 0);
        for (int seat = 1; seat <= 3; seat++) {
            hold("anna", Map.of("showId", show, "seats", List.of(seat))).statusCode(201);
        }
        stage.clockAhead(Duration.ofSeconds(121));

        expire(2).statusCode(200).body("expired", equalTo(2)).body("more", equalTo(true));
        expire(2).statusCode(200).body("more", equalTo(false));
    }

    @Test
    void aBookingIsAsAbsentToOthersAsOneThatNeverWas() {
        ShowId show = stage.show(10, 0);
        String id = hold("anna", Map.of("showId", show, "seats", List.of(1)))
                .extract()
                .path("id");

        assertThat(absent(id)).isEqualTo(absent(show + "-0000000000000"));
        change("bert", id, "confirm").statusCode(404);
        change("bert", id, "cancel").statusCode(404);
        get("bert", "no-such-thing").statusCode(404);
        get("anna", id).statusCode(200);
        given().auth()
                .oauth2(TOKENS.admin("root"))
                .get("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(TOKENS.organiser("olga"))
                .get("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(TOKENS.organiser("otto"))
                .get("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(TOKENS.organiser("olga"))
                .post("/api/v1/bookings/{id}/confirm", id)
                .then()
                .statusCode(403);
    }

    @Test
    void bookingsAreListedInPagesToThoseWhoseTheyAre() {
        ShowId show = stage.show(10, 0);
        for (int seat = 1; seat <= 3; seat++) {
            hold("lister", Map.of("showId", show, "seats", List.of(seat))).statusCode(201);
        }
        RequestSpecification lister = given().auth().oauth2(TOKENS.customer("lister"));
        String next = lister.get("/api/v1/bookings?limit=2")
                .then()
                .statusCode(200)
                .body("items.seats.seat.flatten()", contains(3, 2))
                .header("Link", matchesPattern("</api/v1/bookings\\?limit=2&cursor=[0-9A-Z-]+>; rel=\"next\""))
                .extract()
                .path("next");
        given().auth()
                .oauth2(TOKENS.customer("lister"))
                .get("/api/v1/bookings?limit=2&cursor=" + next)
                .then()
                .body("items.seats.seat.flatten()", contains(1))
                .header("Link", nullValue())
                .body("next", nullValue());
        list(TOKENS.customer("somebody"), "showId=" + show).body("items", hasSize(0));
        list(TOKENS.organiser("olga"), "showId=" + show).body("items", hasSize(3));
        list(TOKENS.organiser("otto"), "showId=" + show).body("items", hasSize(0));
        list(TOKENS.admin("root"), "status=PENDING&showId=" + show).body("items", hasSize(3));
        list(TOKENS.admin("root"), "status=CONFIRMED&showId=" + show).body("items", hasSize(0));
    }

    @Test
    void anEventCarriesTheTraceOfTheRequestThatCausedIt() {
        ShowId show = stage.show(10, 0);
        stage.keepEvents();
        String id = hold("anna", Map.of("showId", show, "seats", List.of(1)))
                .extract()
                .path("id");
        String trace = "12345678123456781234567812345678";

        as("anna")
                .header("traceparent", "00-" + trace + "-1234567812345678-01")
                .post("/api/v1/bookings/{id}/confirm", id)
                .then()
                .statusCode(200);

        assertThat(stage.count("SELECT count(*) FROM kept_events WHERE body ->> 'subject' = '" + id
                        + "' AND body ->> 'traceparent' LIKE '00-" + trace + "-%'"))
                .isEqualTo(1);
    }

    @Test
    void healthAndMetricsTellTheTruthToEverybody() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200);
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'backends' }.data.rabbitmq", equalTo("UP"))
                .body("checks.find { it.name == 'backends' }.data.redis", equalTo("UP"));
        assertThat(given().get("/q/metrics").asString()).contains("boxoffice_outbox_age_seconds");
        given().get("/q/openapi").then().statusCode(200);
    }

    /** What bert is told of a booking, but the name of his request. */
    private static Map<String, Object> absent(String id) {
        Map<String, Object> problem =
                get("bert", id).statusCode(404).extract().jsonPath().getMap("");
        assertThat(problem.remove("requestId")).isNotNull();
        return problem;
    }

    private static ValidatableResponse list(String token, String query) {
        return given().auth()
                .oauth2(token)
                .get("/api/v1/bookings?" + query)
                .then()
                .statusCode(200);
    }
}
