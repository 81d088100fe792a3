package io.boxoffice.booking.adapter;

import static io.boxoffice.booking.adapter.BookingRequests.awaitStatuses;
import static io.boxoffice.booking.adapter.BookingRequests.hold;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.kernel.id.ShowId;
import io.hypersistence.tsid.TSID;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways to ask for places, and who gets which. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class HoldApiTest {

    @Inject
    Stage stage;

    @AfterEach
    void resetClock() {
        stage.clockReset();
    }

    @Test
    void aShowThatHasChangedIsHeldAsItIsNow() {
        ShowId show = stage.show(10, 0);
        hold("anna", Map.of("showId", show, "seats", List.of(1)))
                .statusCode(201)
                .body("show.name", equalTo("Hamlet"));

        stage.execute("UPDATE shows SET name = 'Othello', version = 2 WHERE show_id = " + show.value());

        hold("bert", Map.of("showId", show, "seats", List.of(2)))
                .statusCode(201)
                .body("show.name", equalTo("Othello"));
    }

    @Test
    void generalAdmissionGivesAnyPlacesUntilThereAreTooFew() {
        ShowId show = stage.show(10, 5);

        hold("anna", Map.of("showId", show, "section", "Standing", "quantity", 3))
                .statusCode(201)
                .body("seats", hasSize(3))
                .body("seats.section", everyItem(equalTo("Standing")))
                .body("seats[0].row", nullValue())
                .body("total.amount", equalTo("75.00"));
        hold("bert", Map.of("showId", show, "section", "Standing", "quantity", 3))
                .statusCode(409)
                .body("type", equalTo("urn:boxoffice:problem:seats-taken"));
        hold("bert", Map.of("showId", show, "section", "Standing", "quantity", 2))
                .statusCode(201);
        given().get("/api/v1/shows/{show}/seats", show.toString())
                .then()
                .statusCode(200)
                .body("sections[1].available", equalTo(0))
                .body("sections[1].seats", nullValue());
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void theBestSeatsSideBySideAreFound() {
        ShowId show = stage.show(30, 0);

        best("anna", show, Map.of("quantity", 4)).statusCode(201).body("seats.seat", contains(14, 15, 16, 17));
        best("bert", show, Map.of("quantity", 2, "section", "Stalls"))
                .statusCode(201)
                .body("seats.row.unique()", hasSize(1));
        for (int i = 0; i < 2; i++) {
            best("cora", show, Map.of("quantity", 10)).statusCode(i == 0 ? 201 : 409);
        }
        best("dora", show, Map.of("quantity", 10)).statusCode(409);
        best("dora", show, Map.of("quantity", 10, "splitRows", true)).statusCode(201);
        best("dora", show, Map.of("quantity", 5, "splitRows", true))
                .statusCode(409)
                .body("type", equalTo("urn:boxoffice:problem:seats-taken"));
        best("dora", show, Map.of("quantity", 1, "section", "Nowhere")).statusCode(422);
        best("dora", show, Map.of("quantity", 21)).statusCode(422);
        best("dora", show, Map.of()).statusCode(422);
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void accessibleSeatsAreForThoseWhoAskForThem() {
        ShowId show = stage.accessibleShow(20, List.of(1, 2, 11));

        given().get("/api/v1/shows/{show}/seats", show.toString())
                .then()
                .statusCode(200)
                .body("sections[0].seats.findAll { it.accessible }.seat", contains(1, 2, 11));
        best("anna", show, Map.of("quantity", 9))
                .statusCode(201)
                .body("seats.seat", contains(12, 13, 14, 15, 16, 17, 18, 19, 20));
        best("bert", show, Map.of("quantity", 3, "accessible", 2))
                .statusCode(201)
                .body("seats.seat", contains(1, 2, 3));
        best("cora", show, Map.of("quantity", 8)).statusCode(409);
        best("cora", show, Map.of("quantity", 2, "accessible", 1)).statusCode(409);
        best("cora", show, Map.of("quantity", 1, "accessible", 1))
                .statusCode(201)
                .body("seats.seat", contains(11));
        hold("dora", Map.of("showId", show, "seats", List.of(1, 2)))
                .statusCode(409)
                .body("proposal", nullValue());

        best("dora", show, Map.of("quantity", 2, "accessible", 3))
                .statusCode(422)
                .body("errors.field", contains("bestAvailable.accessible"));
        best("dora", show, Map.of("quantity", 2, "accessible", -1))
                .statusCode(422)
                .body("errors.field", contains("bestAvailable.accessible"));
        best("dora", show, Map.of("quantity", 1, "accessible", 1, "section", "Standing"))
                .statusCode(422)
                .body("errors.field", contains("bestAvailable.section"));
        hold("dora", Map.of("showId", show, "section", "Standing", "quantity", 1, "accessible", 1))
                .statusCode(400);
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void aConflictNamesTheSeatsAndHoldsNone() {
        ShowId show = stage.show(10, 0);
        hold("anna", Map.of("showId", show, "seats", List.of(4, 5))).statusCode(201);

        hold("bert", Map.of("showId", show, "seats", List.of(3, 4, 5, 6)))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("conflicts", contains(4, 5))
                .body("proposal", contains(6, 7, 8, 9));
        hold("bert", Map.of("showId", show, "seats", List.of(1, 2, 3, 4, 6, 7, 8)))
                .statusCode(409)
                .body("conflicts", contains(4))
                .body("proposal", nullValue());
        awaitStatuses(show, List.of(3, 6), List.of("AVAILABLE", "AVAILABLE"));
    }

    @Test
    void aNewShowIsNotReadyAndAnOldOneUnknown() {
        ShowId fresh = ShowId.next();
        hold("anna", Map.of("showId", fresh, "seats", List.of(1)))
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .body("type", equalTo("urn:boxoffice:problem:seats-not-ready"));
        given().get("/api/v1/shows/{show}/seats", fresh.toString())
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("1"));

        long aMinuteOlder = fresh.value() - (Duration.ofSeconds(61).toMillis() << 22);
        String old = TSID.from(aMinuteOlder).toString();
        hold("anna", Map.of("showId", old, "seats", List.of(1))).statusCode(404);
        given().get("/api/v1/shows/{show}/seats", old).then().statusCode(404);
    }

    @Test
    void salesEndWhenTheShowStarts() {
        ShowId show = stage.show(10, 0);
        stage.clockAhead(Duration.ofDays(31));

        hold("anna", Map.of("showId", show, "seats", List.of(1)))
                .statusCode(409)
                .body("type", equalTo("urn:boxoffice:problem:sales-closed"));
    }

    private static ValidatableResponse best(String customer, ShowId show, Map<String, Object> wish) {
        return hold(customer, Map.of("showId", show, "bestAvailable", wish));
    }
}
