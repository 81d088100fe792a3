package io.boxoffice.show.adapter.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.event.ShowCancelled;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowUpdated;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "show"))
class ShowChangesTest {

    private static final String SHOWS = "/api/v1/shows";
    private static final String FIRST = "\"1\"";

    private static final RestAssuredConfig MERGE_PATCH_IS_TEXT = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/merge-patch+json", ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private final Tokens tokens = Tokens.ofTests();
    private final String olga = tokens.organiser("olga");

    @Test
    void a_change_touches_only_what_it_names_and_tells_the_world() throws Exception {
        String id = show();
        try (EventTap tap = new EventTap("show.updated")) {
            patch(olga, id, FIRST, "{\"name\": \" Macbeth \", \"startsAt\": \"2031-06-02T19:30:00Z\"}")
                    .statusCode(200)
                    .header("ETag", equalTo("\"2\""))
                    .body("name", equalTo("Macbeth"))
                    .body("venue", equalTo("Globe"))
                    .body("startsAt", equalTo("2031-06-02T21:30:00+02:00"))
                    .body("holdSeconds", equalTo(300))
                    .body("version", equalTo(2));

            ShowSnapshot told = ((ShowUpdated) tap.next().event()).show();
            assertThat(told.version()).isEqualTo(2);
            assertThat(told.name()).isEqualTo("Macbeth");
            assertThat(told.startsAt()).isEqualTo("2031-06-02T19:30:00Z");
            assertThat(told.sections()).hasSize(1);
        }
        read(id).header("ETag", equalTo("\"2\"")).body("name", equalTo("Macbeth"));
    }

    @Test
    void what_is_null_goes_back_to_its_default() {
        String id = show();

        patch(olga, id, FIRST, """
                {"venue": null, "zone": null, "holdSeconds": null, "maxHoldSeconds": null, "cancelCutOffSeconds": null}""")
                .statusCode(200)
                .body("venue", equalTo(""))
                .body("zone", equalTo("+02:00"))
                .body("holdSeconds", equalTo(120))
                .body("maxHoldSeconds", equalTo(240))
                .body("cancelCutOffSeconds", equalTo(0));
        patch(olga, id, "\"2\"", "{\"name\": \"Othello\"}").statusCode(200).body("zone", equalTo("+02:00"));
        patch(olga, id, "\"3\"", "{\"name\": null}").statusCode(422).body("errors.field", hasItem("name"));
    }

    @Test
    void a_change_that_changes_nothing_makes_no_version() {
        String id = show();

        patch(olga, id, FIRST, "{}").statusCode(200).header("ETag", equalTo(FIRST));
        patch(olga, id, FIRST, "{\"venue\": \"Globe\"}").statusCode(200).body("version", equalTo(1));
    }

    @Test
    void a_change_needs_the_version_it_is_about() {
        String id = show();

        problem(
                given().auth()
                        .oauth2(olga)
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .patch(SHOWS + "/" + id)
                        .then(),
                428,
                "precondition-required");
        problem(patch(olga, id, "\"2\"", "{\"name\": \"X\"}"), 412, "precondition-failed");
        problem(patch(olga, id, "W/\"1\"", "{\"name\": \"X\"}"), 412, "precondition-failed");
        problem(patch(olga, id, "1", "{\"name\": \"X\"}"), 412, "precondition-failed");
        patch(olga, id, "\"7\" , \"1\"", "{\"name\": \"X\"}").statusCode(200);
        patch(olga, id, "*", "{\"name\": \"Y\"}").statusCode(200).body("version", equalTo(3));
    }

    @Test
    void of_many_changes_of_one_version_one_is_made() throws Exception {
        String id = show();
        List<Callable<Integer>> attempts = IntStream.range(0, 12)
                .<Callable<Integer>>mapToObj(i -> () -> patch(olga, id, FIRST, "{\"name\": \"Name " + i + "\"}")
                        .extract()
                        .statusCode())
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(attempts.size())) {
            List<Future<Integer>> answers = threads.invokeAll(attempts);
            assertThat(answers.stream().map(Future::resultNow))
                    .containsOnlyOnce(200)
                    .containsOnly(200, 412);
        }
        read(id).body("version", equalTo(2));
    }

    @Test
    void only_the_organiser_and_admins_change_a_show() {
        String id = show();

        problem(patch(tokens.organiser("otto"), id, FIRST, "{\"name\": \"X\"}"), 403, "forbidden");
        problem(patch(tokens.customer("carla"), id, FIRST, "{\"name\": \"X\"}"), 403, "forbidden");
        problem(patch(tokens.expired("organiser", "olga"), id, FIRST, "{\"name\": \"X\"}"), 401, "unauthorized");
        problem(cancel(tokens.organiser("otto"), id), 403, "forbidden");
        problem(cancel(tokens.customer("carla"), id), 403, "forbidden");
        problem(patch(olga, "0000000000001", FIRST, "{\"name\": \"X\"}"), 404, "not-found");
        problem(patch(olga, "nonsense", FIRST, "{\"name\": \"X\"}"), 404, "not-found");
        problem(cancel(olga, "0000000000001"), 404, "not-found");
        read(id).body("version", equalTo(1));
        patch(tokens.admin("ada"), id, FIRST, "{\"name\": \"X\"}").statusCode(200);
        cancel(tokens.admin("ada"), id).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "",
                "\"name\"",
                "{\"currency\": \"USD\"}",
                "{\"sections\": []}",
                "{\"name\": 5}",
                "{\"holdSeconds\": \"long\"}",
                "{\"name\": \"a\", \"name\": \"b\"}"
            })
    void a_change_that_cannot_be_read_is_refused(String body) {
        String id = show();

        problem(patch(olga, id, FIRST, body), 400, "malformed-request");
        read(id).body("version", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name                | \"\"",
                "venue               | \"a\\u0000\"",
                "startsAt            | \"2020-01-01T00:00:00Z\"",
                "startsAt            | null",
                "zone                | \"Mars/Olympus\"",
                "holdSeconds         | 0",
                "maxHoldSeconds      | 299",
                "cancelCutOffSeconds | -1"
            })
    void a_change_keeps_the_rules_of_a_new_show(String field, String value) {
        String id = show();

        problem(patch(olga, id, FIRST, "{\"%s\": %s}".formatted(field, value)), 422, "invalid-request")
                .body("errors.field", hasItem(field));
    }

    @Test
    void a_cancelled_show_stays_cancelled() throws Exception {
        String id = show();
        try (EventTap tap = new EventTap("show.cancelled")) {
            cancel(olga, id)
                    .statusCode(200)
                    .body("status", equalTo("CANCELLED"))
                    .header("ETag", equalTo("\"2\""));
            ShowCancelled told = (ShowCancelled) tap.next().event();
            assertThat(told.show().id()).hasToString(id);
            assertThat(told.sequence()).isEqualTo(2);
        }
        cancel(olga, id).statusCode(200).body("version", equalTo(2));
        problem(patch(olga, id, "\"2\"", "{\"name\": \"X\"}"), 409, "show-cancelled");
        read(id).body("status", equalTo("CANCELLED"));
    }

    private String show() {
        return given().auth()
                .oauth2(olga)
                .contentType(ContentType.JSON)
                .body("""
                        {"name": "Hamlet", "venue": "Globe", "startsAt": "2031-06-01T20:00:00+02:00",
                         "zone": "Europe/Berlin", "holdSeconds": 300, "cancelCutOffSeconds": 60, "totalSeats": 5}""")
                .post(SHOWS)
                .then()
                .statusCode(201)
                .header("ETag", equalTo(FIRST))
                .extract()
                .path("id");
    }

    private static ValidatableResponse read(String id) {
        return given().get(SHOWS + "/" + id).then().statusCode(200);
    }

    private static ValidatableResponse patch(String token, String id, String version, String body) {
        return as(token)
                .config(MERGE_PATCH_IS_TEXT)
                .contentType("application/merge-patch+json")
                .header("If-Match", version)
                .body(body)
                .patch(SHOWS + "/" + id)
                .then();
    }

    private static ValidatableResponse cancel(String token, String id) {
        return as(token).post(SHOWS + "/" + id + "/cancel").then();
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String type) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:boxoffice:problem:" + type));
    }
}
