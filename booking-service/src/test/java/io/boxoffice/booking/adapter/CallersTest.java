package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** API clients that act for customers of theirs, tokens that are revoked, and pages of other origins. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class CallersTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final String BOOKINGS = "/api/v1/bookings";
    private static final String ANNA = "\"4711\";email=\"anna@example.com\";locale=\"de\"";

    @Inject
    Stage stage;

    @TestHTTPResource("/")
    URI service;

    @Test
    void anApiClientBooksForACustomerOfItsOwn() {
        ShowId show = stage.show(10, 0);
        Response held = hold(partner("a", ANNA), show, 1);
        assertThat(held.statusCode()).isEqualTo(201);
        String booking = held.path("id");

        assertThat(status(partner("a", ANNA), booking)).isEqualTo(200);
        assertThat(status(partner("a", "\"4711\""), booking)).isEqualTo(200);
        assertThat(status(partner("a", "\"4712\""), booking)).isEqualTo(404);
        assertThat(status(partner("b", ANNA), booking)).isEqualTo(404);
        assertThat(status(given().auth().oauth2(TOKENS.customer("4711")), booking))
                .isEqualTo(404);
        assertThat(status(given().auth().oauth2(TOKENS.customer("partner-a:4711")), booking))
                .isEqualTo(404);
        assertThat(status(given().auth().oauth2(TOKENS.customer("client:partner-a:4711")), booking))
                .as("nobody's subject begins like that")
                .isEqualTo(401);
        assertThat(partner("a", ANNA)
                        .post(BOOKINGS + "/" + booking + "/confirm")
                        .statusCode())
                .isEqualTo(200);
        assertThat(stage.count(
                        "SELECT count(*) FROM bookings WHERE customer_id = 'client:partner-a:4711' AND show_id = "
                                + show.value() + " AND customer_email = 'anna@example.com' AND language = 'de'"))
                .isEqualTo(1);
    }

    @Test
    void anApiClientSaysForWhom() {
        ShowId show = stage.show(10, 0);
        RequestSpecification nobody = given().auth().oauth2(TOKENS.partner("a"));

        assertThat(hold(nobody, show, 1).statusCode()).isEqualTo(422);
        assertThat(given().auth().oauth2(TOKENS.partner("a")).get(BOOKINGS).statusCode())
                .isEqualTo(422);
        assertThat(hold(partner("a", "4711"), show, 1).statusCode()).isEqualTo(422);
        for (String parameter : new String[] {"name", "locale", "email"}) {
            String endless = "x".repeat(320) + "@x.example";
            assertThat(hold(partner("a", ANNA + ";" + parameter + "=\"" + endless + "\""), show, 1)
                            .statusCode())
                    .as(parameter)
                    .isEqualTo(422);
        }
        assertThat(hold(partner("a", "\"4711\""), show, 1).<String>path("errors[0].field"))
                .isEqualTo("On-Behalf-Of");
    }

    @Test
    void nobodyElseActsForOthers() {
        ShowId show = stage.show(10, 0);
        String withoutScope = TOKENS.with(Map.of("client_id", "partner-a", "scope", "openid"));

        assertThat(hold(as(withoutScope, ANNA), show, 1).statusCode()).isEqualTo(403);
        assertThat(hold(as(TOKENS.customer("bert"), ANNA), show, 1).statusCode())
                .isEqualTo(403);
        assertThat(as(TOKENS.admin("root"), ANNA).get(BOOKINGS).statusCode()).isEqualTo(403);
    }

    @Test
    void aTokenThatWasRevokedEndsWithinSecondsAndOthersGoOn() {
        String ended = TOKENS.customer("cleo");
        String other = TOKENS.customer("cleo");
        assertThat(status(ended)).isEqualTo(200);

        assertThat(revoke(TOKENS.admin("root"), Tokens.id(ended))).isEqualTo(204);

        await().atMost(Duration.ofSeconds(10)).until(() -> status(ended) == 401);
        assertThat(status(other)).isEqualTo(200);
    }

    @Test
    void aTokenOfOurOwnServicesIsRevokedLikeAnyOther() {
        String ended = TOKENS.internal();
        assertThat(expirations(ended)).isEqualTo(200);

        assertThat(revoke(TOKENS.admin("root"), Tokens.id(ended))).isEqualTo(204);

        assertThat(expirations(ended)).isEqualTo(401);
    }

    @Test
    void onlyAdminsRevoke() {
        assertThat(revoke(TOKENS.customer("cleo"), "x")).isEqualTo(403);
        assertThat(revoke(TOKENS.partner("a"), "x")).isEqualTo(403);
        assertThat(revoke(TOKENS.organiser("olga"), "x")).isEqualTo(403);
        assertThat(revoke(TOKENS.admin("root"), "")).isEqualTo(422);
        assertThat(revoke(TOKENS.admin("root"), "two words")).isEqualTo(422);
    }

    @Test
    void pagesOfStrangersAreNotServed() {
        for (String origin :
                new String[] {"https://stranger.example", "null", "http://localhost.stranger.example", ""}) {
            Response stranger =
                    from(origin).auth().oauth2(TOKENS.customer("anna")).get(BOOKINGS);

            assertThat(stranger.statusCode()).as(origin).isEqualTo(403);
            assertThat(stranger.contentType()).isEqualTo("application/problem+json");
            assertThat(stranger.<String>path("type")).isEqualTo("urn:boxoffice:problem:origin-refused");
            assertThat(stranger.header("Access-Control-Allow-Origin")).isNull();
        }
        assertThat(from("https://stranger.example")
                        .header("Access-Control-Request-Method", "POST")
                        .options(BOOKINGS)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void pagesOfTheConfiguredOriginsAndOfTheApisOwnAreServed() {
        Response asked = from("https://tickets.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,idempotency-key,x-request-id")
                .options(BOOKINGS);
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://tickets.example");
        assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST", "PATCH");
        assertThat(asked.header("Access-Control-Allow-Headers")).contains("idempotency-key", "x-request-id");

        String map = "/api/v1/shows/" + stage.show(1, 0) + "/seats";
        Response served = from("https://tickets.example").get(map);
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.header("Access-Control-Allow-Origin")).isEqualTo("https://tickets.example");
        assertThat(served.header("Access-Control-Expose-Headers")).contains("retry-after");
        assertThat(served.header("Vary"))
                .containsIgnoringCase("Accept-Encoding")
                .contains("rigin");
        assertThat(given().get(map).header("Vary")).contains("Origin");

        assertThat(from("http://box.example")
                        .header("Host", "box.example")
                        .get(map)
                        .statusCode())
                .isEqualTo(200);
        assertThat(from("https://box.example:8443")
                        .header("Host", "box.example:8443")
                        .header("X-Forwarded-Proto", "https")
                        .get(map)
                        .statusCode())
                .isEqualTo(200);
        assertThat(from("https://box.example")
                        .header("Host", "box.example")
                        .get(map)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsRefusedCarriesTheNameOfItsRequest() {
        for (String path : new String[] {BOOKINGS, "/api/v1/nothing", "/api/v1/shows/0000000000001/seats/live"}) {
            Response named = given().header("X-Request-Id", "order-4711").get(path);
            assertThat(named.header("X-Request-Id")).isEqualTo("order-4711");
            assertThat(named.<String>path("requestId")).isEqualTo("order-4711");
            Response made = given().header("X-Request-Id", "no id").get(path);
            assertThat(made.<String>path("requestId")).matches("[0-9a-f]{32}").isEqualTo(made.header("X-Request-Id"));
        }
    }

    /** As only somebody can send it who speaks to the service itself. */
    @Test
    void anAddressThatCannotBeReadIsRefusedWithAProblem() throws IOException {
        for (String path :
                new String[] {"/api/v1/shows/%zz/seats", "/api/v1/%", "/%C0%80", "/api/v1/bookings?status=%zz"}) {
            try (Socket socket = new Socket(service.getHost(), service.getPort())) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertThat(answer)
                        .as(path)
                        .matches("(?s)HTTP/1.1 (400|401|404) .*")
                        .contains("application/problem+json", "\"requestId\"");
            }
        }
    }

    private static RequestSpecification from(String origin) {
        return given().header("Origin", origin);
    }

    @Test
    void whatTheApiAnswersIsDataAndNoPage() {
        for (String path : new String[] {BOOKINGS, "/api/v1/nothing"}) {
            Response answer = given().get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    private static RequestSpecification partner(String name, String onBehalfOf) {
        return as(TOKENS.partner(name), onBehalfOf);
    }

    private static RequestSpecification as(String token, String onBehalfOf) {
        return given().auth().oauth2(token).header("On-Behalf-Of", onBehalfOf);
    }

    private static Response hold(RequestSpecification caller, ShowId show, int seat) {
        return caller.contentType("application/json")
                .body("{\"showId\":\"" + show + "\",\"seats\":[" + seat + "]}")
                .post(BOOKINGS);
    }

    private static int status(RequestSpecification caller, String booking) {
        return caller.get(BOOKINGS + "/" + booking).statusCode();
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get(BOOKINGS).statusCode();
    }

    private static int revoke(String token, String id) {
        return post(token, "/api/v1/revocations", "{\"id\":\"" + id + "\"}");
    }

    private static int expirations(String token) {
        return post(token, "/internal/expirations", "{\"limit\":1}");
    }

    private static int post(String token, String path, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(path)
                .statusCode();
    }
}
