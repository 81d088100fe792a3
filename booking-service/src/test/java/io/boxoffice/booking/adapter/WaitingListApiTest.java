package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.booking.application.CloseWaitingList;
import io.boxoffice.kernel.id.ShowId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class WaitingListApiTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final String WAITING_LIST = "/api/v1/shows/{show}/waiting-list";
    private static final Map<String, Object> ONE = Map.of("quantity", 1);

    @Inject
    Stage stage;

    @Inject
    CloseWaitingList closeWaitingList;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void settle() {
        stage.settle();
    }

    @AfterEach
    void resetClock() {
        stage.settle();
        assertThat(stage.contradictions()).isZero();
    }

    @Test
    void whoWaitsIsOfferedWhatComesBackAndAcceptsIt() {
        ShowId show = stage.show(1, 0);
        String sold = sell("anna", show, 1);
        join("bert", show, ONE)
                .statusCode(201)
                .body("state", equalTo("WAITING"))
                .body("position", equalTo(1))
                .body("estimate.placesAhead", equalTo(0))
                .body("estimate.minutes", nullValue());
        join("carl", show, Map.of("quantity", 1, "section", "Stalls", "adjacent", true))
                .statusCode(201)
                .body("position", equalTo(2))
                .body("estimate.placesAhead", equalTo(1));

        change("anna", sold, "cancel").statusCode(200);
        hold("dora", show, 1).statusCode(409).body("type", equalTo("urn:boxoffice:problem:seats-taken"));
        stage.keepEvents();
        offers(show, 1);

        String offer = standing("bert", show)
                .statusCode(200)
                .body("state", equalTo("OFFERED"))
                .body("position", nullValue())
                .extract()
                .path("bookingId");
        as("bert")
                .get("/api/v1/bookings/{id}", offer)
                .then()
                .body("offer", equalTo(true))
                .body("status", equalTo("PENDING"));
        change("bert", offer, "extend")
                .statusCode(409)
                .body("type", equalTo("urn:boxoffice:problem:offer-not-extended"));
        assertThat(stage.count("SELECT count(*) FROM kept_events WHERE body ->> 'subject' = '" + offer
                        + "' AND body ->> 'type' = 'io.boxoffice.waiting-list.offered.v1'"))
                .isEqualTo(1);
        standing("carl", show).body("position", equalTo(1)).body("estimate.placesOfferedLastHour", equalTo(1));
        as("bert").delete(WAITING_LIST, show.toString()).then().statusCode(409);

        change("bert", offer, "confirm").statusCode(200);
        standing("bert", show).body("state", equalTo("ACCEPTED"));
    }

    @Test
    void whatIsDeclinedOrLapsesGoesToTheNextAndEndsTheWait() {
        ShowId show = stage.show(1, 0);
        String sold = sell("anna", show, 1);
        for (String name : List.of("bert", "carl", "dora")) {
            join(name, show, ONE).statusCode(201);
        }
        change("anna", sold, "cancel");
        offers(show, 1);
        change("bert", standing("bert", show).extract().path("bookingId"), "cancel")
                .statusCode(200);
        offers(show, 1);
        standing("bert", show).body("state", equalTo("DECLINED"));
        standing("carl", show).body("state", equalTo("OFFERED"));

        stage.clockAhead(Duration.ofMinutes(10).plusSeconds(1));
        offers(show, 1);

        standing("carl", show).body("state", equalTo("LAPSED"));
        standing("dora", show).body("state", equalTo("OFFERED"));
        join("bert", show, ONE).statusCode(201).body("position", equalTo(1));
    }

    @Test
    void theEstimateCountsTheOffersOfTheLastHourAlsoToThoseWhoLeftOrJoinedAgain() {
        ShowId show = stage.show(1, 1);
        String sold = sell("anna", show, 1);
        String standing = as("anna")
                .body(Map.of("showId", show.toString(), "section", "Standing", "quantity", 1))
                .post("/api/v1/bookings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        change("anna", standing, "confirm").statusCode(200);
        for (String name : List.of("bert", "carl", "dora", "emil")) {
            join(name, show, ONE).statusCode(201);
        }
        join("finn", show, Map.of("quantity", 1, "section", "Standing")).statusCode(201);
        change("anna", sold, "cancel").statusCode(200);
        for (String name : List.of("bert", "carl")) {
            offers(show, 1);
            change(name, standing(name, show).extract().path("bookingId"), "cancel")
                    .statusCode(200);
        }
        offers(show, 1);
        as("bert").delete(WAITING_LIST, show.toString()).then().statusCode(204);
        join("carl", show, ONE).statusCode(201);

        standing("emil", show).body("estimate.placesOfferedLastHour", equalTo(3));
        standing("finn", show).body("estimate.placesOfferedLastHour", equalTo(0));
        stage.clockAhead(Duration.ofHours(1).plusSeconds(1));
        standing("emil", show).body("estimate.placesOfferedLastHour", equalTo(0));
    }

    @Test
    void whoNeedsAnAccessibleSeatWaitsForOne() {
        ShowId show = stage.accessibleShow(3, List.of(1));
        String wheelchair = sell("anna", show, 1);
        String ordinary = sell("anna", show, 2, 3);
        join("bert", show, Map.of("quantity", 1, "section", "Stalls"))
                .statusCode(201)
                .body("accessible", equalTo(0));
        join("cora", show, Map.of("quantity", 1, "accessible", 1))
                .statusCode(201)
                .body("accessible", equalTo(1));
        join("dora", show, Map.of("quantity", 2, "accessible", 2)).statusCode(422);
        join("dora", show, Map.of("quantity", 1, "accessible", 2)).statusCode(422);
        join("dora", show, Map.of("quantity", 1, "accessible", -1)).statusCode(422);

        change("anna", wheelchair, "cancel");
        offers(show, 1);
        standing("bert", show).body("state", equalTo("WAITING"));
        String offer = standing("cora", show)
                .body("state", equalTo("OFFERED"))
                .extract()
                .path("bookingId");
        as("cora").get("/api/v1/bookings/{id}", offer).then().body("seats[0].seat", equalTo(1));

        change("anna", ordinary, "cancel");
        offers(show, 1);
        standing("bert", show).body("state", equalTo("OFFERED"));
    }

    @Test
    void nobodyWaitsForWhatIsOnSaleOrImpossibleOrTwice() {
        ShowId show = stage.show(10, 2);
        join("anna", show, ONE).statusCode(409).body("type", equalTo("urn:boxoffice:problem:places-free"));
        join("anna", show, Map.of("quantity", 11, "adjacent", true)).statusCode(422);
        join("anna", show, Map.of("quantity", 21)).statusCode(422);
        join("anna", show, Map.of("quantity", 0)).statusCode(422);
        join("anna", show, Map.of("quantity", 1, "section", "Nowhere")).statusCode(422);
        join("anna", ShowId.next(), ONE).statusCode(503);
        sell("bert", show, 1, 3, 5, 7, 9);

        join("anna", show, Map.of("quantity", 2, "section", "Stalls", "adjacent", true))
                .statusCode(201);
        join("anna", show, ONE).statusCode(409).body("type", equalTo("urn:boxoffice:problem:already-waiting"));
        join("carl", show, Map.of("quantity", 1, "section", "Stalls")).statusCode(409);
        hold("carl", show, 2).statusCode(201);
    }

    @Test
    void whatDoesNotServeWhoJoinsStaysOnSale() {
        ShowId show = stage.show(6, 0);
        String returned = sell("anna", show, 1);
        sell("anna", show, 2, 4, 6);
        hold("bert", show, 5).statusCode(201);
        change("anna", returned, "cancel").statusCode(200);
        stage.clockAhead(Duration.ofMinutes(3));

        join("carl", show, Map.of("quantity", 2, "adjacent", true)).statusCode(201);

        hold("dora", show, 1).statusCode(201);
        hold("emil", show, 3).statusCode(201);
        hold("finn", show, 5).statusCode(201);
    }

    @Test
    void everybodyMayLeaveAndTheLastOneOpensTheSale() {
        ShowId show = stage.show(1, 0);
        String sold = sell("anna", show, 1);
        join("bert", show, ONE).statusCode(201);
        change("anna", sold, "cancel");
        hold("carl", show, 1).statusCode(409);

        as("bert").delete(WAITING_LIST, show.toString()).then().statusCode(204);
        as("bert").delete(WAITING_LIST, show.toString()).then().statusCode(404);
        standing("bert", show).statusCode(404);
        internal("/internal/offers").statusCode(200).body("more", equalTo(false));

        hold("carl", show, 1).statusCode(201);
    }

    @Test
    void aShowWhoseRoundFailsHoldsUpNoOtherInTheSweepAndIsCounted() {
        double before = failedRounds();
        ShowId failing = returned("bert");
        ShowId fine = returned("carl");
        stage.execute("UPDATE waiting_shows SET looked_at = CASE show_id WHEN " + failing.value()
                + " THEN '-infinity' WHEN " + fine.value()
                + " THEN boxoffice_now() - interval '1 hour' ELSE boxoffice_now() END");
        stage.execute("""
                CREATE FUNCTION offer_nothing() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'stumbled'; END$$;
                CREATE TRIGGER offer_nothing BEFORE UPDATE ON waiting_list
                    FOR EACH ROW WHEN (OLD.show_id = %d) EXECUTE FUNCTION offer_nothing();
                """.formatted(failing.value()));
        try {
            internal("/internal/offers").statusCode(200).body("offers", equalTo(1), "more", equalTo(false));
        } finally {
            stage.execute("DROP FUNCTION offer_nothing CASCADE");
        }
        standing("bert", failing).body("state", equalTo("WAITING"));
        standing("carl", fine).body("state", equalTo("OFFERED"));
        assertThat(failedRounds()).isEqualTo(before + 1);

        stage.clockAhead(Duration.ofSeconds(11));
        internal("/internal/offers").statusCode(200);

        standing("bert", failing).body("state", equalTo("OFFERED"));
    }

    private double failedRounds() {
        return metrics.get("boxoffice.rounds.failed")
                .tag("work", "offer-overdue")
                .counter()
                .count();
    }

    /** A show whose only seat came back for that customer. */
    private ShowId returned(String waiter) {
        ShowId show = stage.show(1, 0);
        String sold = sell("anna", show, 1);
        join(waiter, show, ONE).statusCode(201);
        change("anna", sold, "cancel").statusCode(200);
        return show;
    }

    @Test
    void theStartOfTheShowEndsTheList() {
        ShowId show = stage.show(1, 0);
        sell("anna", show, 1);
        join("bert", show, ONE).statusCode(201);

        stage.clockAhead(Duration.ofDays(31));
        standing("bert", show).body("state", equalTo("CLOSED"));
        join("carl", show, ONE).statusCode(409).body("type", equalTo("urn:boxoffice:problem:sales-closed"));
        offers(show, 0);
        assertThat(stage.count("SELECT count(*) FROM sections WHERE waiting AND show_id = " + show.value()))
                .isZero();
    }

    @Test
    void aCancelledShowEndsTheListAndTellsEachWhoWaits() {
        ShowId show = stage.show(1, 0);
        sell("anna", show, 1);
        join("bert", show, ONE).statusCode(201);
        join("carl", show, ONE).statusCode(201);
        stage.keepEvents();

        assertThat(closeWaitingList.handle(show)).isEqualTo(2);
        assertThat(closeWaitingList.handle(show)).isZero();

        assertThat(stage.count("SELECT count(*) FROM kept_events"
                        + " WHERE body ->> 'type' = 'io.boxoffice.waiting-list.closed.v1'"))
                .isEqualTo(2);
        standing("bert", show).body("state", equalTo("CLOSED"));
    }

    @Test
    void theOffersAreForTheWorkerAlone() {
        ShowId show = stage.show(1, 0);
        as("bert").post("/internal/shows/{show}/offers", show.toString()).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .post(WAITING_LIST, show.toString())
                .then()
                .statusCode(401);
    }

    private static String sell(String name, ShowId show, Integer... seats) {
        String id = hold(name, show, seats).statusCode(201).extract().path("id");
        change(name, id, "confirm").statusCode(200);
        return id;
    }

    private static ValidatableResponse hold(String name, ShowId show, Integer... seats) {
        return as(name).body(Map.of("showId", show.toString(), "seats", List.of(seats)))
                .post("/api/v1/bookings")
                .then();
    }

    private static ValidatableResponse change(String name, String booking, String action) {
        return as(name).post("/api/v1/bookings/{id}/{action}", booking, action).then();
    }

    private static ValidatableResponse join(String name, ShowId show, Map<String, Object> wish) {
        return as(name).body(wish).post(WAITING_LIST, show.toString()).then();
    }

    private static ValidatableResponse standing(String name, ShowId show) {
        return as(name).get(WAITING_LIST, show.toString()).then();
    }

    private static void offers(ShowId show, int made) {
        internal("/internal/shows/" + show + "/offers").statusCode(200).body("offers", equalTo(made));
    }

    private static ValidatableResponse internal(String path) {
        return given().auth().oauth2(TOKENS.internal()).post(path).then();
    }

    private static RequestSpecification as(String customer) {
        return given().auth().oauth2(TOKENS.of("customer", customer)).contentType(ContentType.JSON);
    }
}
