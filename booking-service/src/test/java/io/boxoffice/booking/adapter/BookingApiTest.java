package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.id.ShowId;
import io.hypersistence.tsid.TSID;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class BookingApiTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final Duration SOONER_THAN_THE_CACHE_FORGETS = Duration.ofSeconds(3);

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

    /** What bert is told of a booking, but the name of his request. */
    private static Map<String, Object> absent(String id) {
        Map<String, Object> problem =
                get("bert", id).statusCode(404).extract().jsonPath().getMap("");
        assertThat(problem.remove("requestId")).isNotNull();
        return problem;
    }

    @Test
    void salesEndWhenTheShowStarts() {
        ShowId show = stage.show(10, 0);
        stage.clockAhead(Duration.ofDays(31));

        hold("anna", Map.of("showId", show, "seats", List.of(1)))
                .statusCode(409)
                .body("type", equalTo("urn:boxoffice:problem:sales-closed"));
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

    private static void problem(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", containsString("urn:boxoffice:problem:"));
    }

    private static RequestSpecification as(String customer) {
        return given().auth().oauth2(TOKENS.customer(customer));
    }

    private static ValidatableResponse hold(String customer, Map<String, Object> body) {
        return holdWith(TOKENS.customer(customer), body);
    }

    private static ValidatableResponse holdWith(String token, Map<String, Object> body) {
        Map<String, Object> json = new HashMap<>(body);
        json.computeIfPresent("showId", (key, id) -> id.toString());
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(json)
                .post("/api/v1/bookings")
                .then();
    }

    private static ValidatableResponse best(String customer, ShowId show, Map<String, Object> wish) {
        return hold(customer, Map.of("showId", show, "bestAvailable", wish));
    }

    private static ValidatableResponse change(String customer, String id, String action) {
        return as(customer).post("/api/v1/bookings/{id}/{action}", id, action).then();
    }

    private static ValidatableResponse get(String customer, String id) {
        return as(customer).get("/api/v1/bookings/{id}", id).then();
    }

    private static ValidatableResponse list(String token, String query) {
        return given().auth()
                .oauth2(token)
                .get("/api/v1/bookings?" + query)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse expire(int limit) {
        return expire(TOKENS.internal(), Map.of("limit", limit));
    }

    private static ValidatableResponse expire(String token, Map<String, Object> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/internal/expirations")
                .then();
    }

    /** The map is drawn anew a moment after the answer. */
    private static void awaitStatuses(ShowId show, List<Integer> seats, List<String> expected) {
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
