package io.boxoffice.show.adapter.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "show"))
class ShowResourceTest {

    private static final String SHOWS = "/api/v1/shows";
    private final Instant soon = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    private final String organiser = Tokens.ofTests().organiser("olga");

    @Inject
    DataSource dataSource;

    @Inject
    Flyway flyway;

    @Test
    void the_contract_of_all_services_is_there_for_gateways_that_serve_no_files() throws IOException {
        Response contract = given().get("/openapi.json");

        assertThat(contract.statusCode()).isEqualTo(200);
        assertThat(contract.contentType()).startsWith("application/json");
        assertThat(contract.asByteArray())
                .isEqualTo(Files.readAllBytes(Path.of("../deploy/gateway/nginx/openapi.json")));
    }

    @Test
    void the_short_form_makes_a_show_that_everybody_can_read() {
        ValidatableResponse created = publish("""
                {"name": "Quartet", "startsAt": "%s", "totalSeats": 45, "price": 12.5}
                """.formatted(soon)).statusCode(201);
        String id = created.extract().path("id");

        created.header("Location", equalTo(SHOWS + "/" + id));
        given().get(SHOWS + "/" + id)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("id", equalTo(id))
                .body("name", equalTo("Quartet"))
                .body("venue", equalTo(""))
                .body("startsAt", equalTo(soon.toString()))
                .body("zone", equalTo("UTC"))
                .body("currency", equalTo("EUR"))
                .body("holdSeconds", equalTo(120))
                .body("totalSeats", equalTo(45))
                .body("version", equalTo(1))
                .body("sections", hasSize(1))
                .body("sections[0].number", equalTo(1))
                .body("sections[0].name", equalTo("Seats"))
                .body("sections[0].kind", equalTo("NUMBERED"))
                .body("sections[0].rows", equalTo(3))
                .body("sections[0].seatsPerRow", equalTo(20))
                .body("sections[0].capacity", equalTo(45))
                .body("sections[0].price.amount", equalTo("12.50"))
                .body("sections[0].price.currency", equalTo("EUR"));
        assertThat(given().get(SHOWS + "/" + id).asString())
                .isEqualTo(created.extract().asString());
    }

    @Test
    void the_full_form_makes_a_show_and_tells_the_world() throws Exception {
        try (EventTap tap = new EventTap("show.published")) {
            String id = publish("""
                    {"name": " Hamlet ", "venue": "Globe", "startsAt": "2030-06-01T20:00:00+02:00",
                     "zone": "Europe/Berlin", "currency": "CHF", "holdSeconds": 300, "maxHoldSeconds": 450, "cancelCutOffSeconds": 86400,
                     "sections": [
                       {"name": "Stalls", "rows": 10, "seatsPerRow": 12, "accessibleSeats": ["A12", "A1"], "price": "45.00"},
                       {"name": "Standing", "capacity": 500, "price": 15}]}
                    """)
                    .statusCode(201)
                    .body("name", equalTo("Hamlet"))
                    .body("startsAt", equalTo("2030-06-01T20:00:00+02:00"))
                    .body("totalSeats", equalTo(620))
                    .body("maxHoldSeconds", equalTo(450))
                    .body("cancelCutOffSeconds", equalTo(86400))
                    .body("sections[0].accessibleSeats", equalTo(List.of("A1", "A12")))
                    .body("sections[1].accessibleSeats", nullValue())
                    .body("sections[1].kind", equalTo("GENERAL_ADMISSION"))
                    .body("sections[1].rows", nullValue())
                    .body("sections[1].capacity", equalTo(500))
                    .extract()
                    .path("id");

            Envelope envelope = tap.next();
            assertThat(envelope.source()).isEqualTo("/show-service");
            ShowSnapshot event = ((ShowPublished) envelope.event()).show();
            assertThat(event.id()).isEqualTo(ShowId.fromString(id));
            assertThat(event.version()).isEqualTo(1);
            assertThat(event.name()).isEqualTo("Hamlet");
            assertThat(event.venue()).isEqualTo("Globe");
            assertThat(event.startsAt()).isEqualTo("2030-06-01T18:00:00Z");
            assertThat(event.zone()).hasToString("Europe/Berlin");
            assertThat(event.currency()).hasToString("CHF");
            assertThat(event.holdSeconds()).isEqualTo(300);
            assertThat(event.maxHoldSeconds()).isEqualTo(450);
            assertThat(event.cancelCutOffSeconds()).isEqualTo(86_400);
            assertThat(event.organiserId()).isEqualTo("olga");
            assertThat(event.sections())
                    .containsExactly(
                            new ShowSnapshot.Section(1, "Stalls", SectionKind.NUMBERED, 120, 12, List.of(1, 12), 4500),
                            new ShowSnapshot.Section(
                                    2, "Standing", SectionKind.GENERAL_ADMISSION, 500, 0, List.of(), 1500));
        }
    }

    @Test
    void a_show_whose_event_cannot_be_kept_is_no_show() throws Exception {
        String name = unique("Unheard");
        execute("ALTER TABLE outbox ADD CONSTRAINT ck_test CHECK (routing_key <> 'show.published') NOT VALID");
        try {
            publish(simple(name, soon)).statusCode(500).contentType("application/problem+json");
        } finally {
            execute("ALTER TABLE outbox DROP CONSTRAINT ck_test");
        }
        given().queryParam("q", name).get(SHOWS).then().statusCode(200).body("$", hasSize(0));
    }

    @Test
    void what_has_not_changed_is_not_sent_again() {
        String word = unique("Tagged");
        String id = publish(simple(word, soon)).statusCode(201).extract().path("id");
        for (String path : List.of(SHOWS + "/" + id, SHOWS + "?q=" + word)) {
            String tag = given().get(path)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", equalTo("public, no-cache"))
                    .extract()
                    .header("ETag");
            assertThat(tag).matches("\"[0-9a-f]+\"");
            assertThat(given().header("If-None-Match", tag)
                            .get(path)
                            .then()
                            .statusCode(304)
                            .header("ETag", equalTo(tag))
                            .extract()
                            .asByteArray())
                    .isEmpty();
            given().header("If-None-Match", "\"other\", " + tag)
                    .get(path)
                    .then()
                    .statusCode(304);
            given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
        }
    }

    @Test
    void what_was_cached_is_dropped_when_a_show_changes() {
        String word = unique("Cached");
        String id = publish(simple(word, soon)).statusCode(201).extract().path("id");
        String list = given().get(SHOWS + "?q=" + word).header("ETag");
        given().get(SHOWS + "/" + id).then().body("version", equalTo(1));

        given().auth()
                .oauth2(organiser)
                .post(SHOWS + "/" + id + "/cancel")
                .then()
                .statusCode(200);

        given().get(SHOWS + "/" + id).then().body("version", equalTo(2)).header("ETag", equalTo("\"2\""));
        given().header("If-None-Match", list)
                .get(SHOWS + "?q=" + word)
                .then()
                .statusCode(200)
                .body("[0].status", equalTo("CANCELLED"));
        publish(simple(word, soon)).statusCode(201);
        assertThat(found(word)).isEqualTo(2);
    }

    @Test
    void a_page_from_the_cache_leads_on_too() {
        String word = unique("Linked");
        publish(simple(word, soon)).statusCode(201);
        publish(simple(word, soon)).statusCode(201);

        for (int i = 0; i < 2; i++) {
            Response page = given().queryParam("q", word).queryParam("limit", 1).get(SHOWS);
            assertThat(nextOf(page)).isNotNull();
        }
    }

    @Test
    void pages_have_no_gaps_and_no_doubles_even_where_starts_are_equal() {
        String word = unique("Paged");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            expected.add(publish(simple(word + i, soon.plusSeconds(i / 3)))
                    .statusCode(201)
                    .extract()
                    .path("id"));
        }

        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        @Nullable String next = SHOWS + "?limit=2&q=" + word;
        while (next != null) {
            Response page = given().urlEncodingEnabled(false).get(next);
            page.then().statusCode(200);
            List<String> ids = page.path("id");
            seen.addAll(ids);
            sizes.add(ids.size());
            next = nextOf(page);
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(sizes).containsExactly(2, 2, 2, 1);
    }

    @Test
    void a_full_last_page_has_no_next() {
        String word = unique("Full");
        publish(simple(word, soon)).statusCode(201);

        Response page = given().queryParam("q", word).queryParam("limit", 1).get(SHOWS);

        page.then().statusCode(200).body("$", hasSize(1));
        assertThat(nextOf(page)).isNull();
    }

    @Test
    void a_search_finds_part_of_name_or_venue_in_any_case_and_no_wildcards() {
        String word = unique("Müller");
        publish("""
                {"name": "%s 100%%_sure!", "venue": "Stadt%s", "startsAt": "%s", "totalSeats": 1}
                """.formatted(word, word, soon)).statusCode(201);

        assertThat(found(word.toUpperCase(Locale.ROOT))).isEqualTo(1);
        assertThat(found("stadt" + word)).isEqualTo(1);
        assertThat(found(word + " 100%_SURE!")).isEqualTo(1);
        assertThat(found(word + "%")).isZero();
        assertThat(found(word + "_100")).isZero();
    }

    @Test
    void one_or_two_letters_find_words_that_begin_with_them() {
        Instant alone = soon.plusSeconds(UUID.randomUUID().getLeastSignificantBits() >>> 40);
        publish("""
                {"name": "Quartet Żywiec", "venue": "Öl", "startsAt": "%s", "totalSeats": 1}
                """.formatted(alone)).statusCode(201);

        for (String text : List.of("q", "QU", "ży", "ö", "öl", "tet")) {
            assertThat(foundBetween(text, alone, alone.plusSeconds(1))).as(text).isEqualTo(1);
        }
        for (String text : List.of("ua", "t", "yw", "l", "q%")) {
            assertThat(foundBetween(text, alone, alone.plusSeconds(1))).as(text).isZero();
        }
        given().queryParam("q", "%--%").get(SHOWS).then().statusCode(422);
    }

    @Test
    void a_list_begins_and_ends_when_it_is_told_to() {
        String word = unique("Window");
        publish(simple(word, soon)).statusCode(201);

        assertThat(foundBetween(word, soon, soon.plusSeconds(1))).isEqualTo(1);
        assertThat(foundBetween(word, soon.minusSeconds(1), soon)).isZero();
        assertThat(foundBetween(word, soon.plusSeconds(1), soon.plusSeconds(2))).isZero();
    }

    @Test
    void reading_needs_no_token_and_minds_no_bad_one() {
        given().get(SHOWS).then().statusCode(200);
        given().auth().oauth2("rubbish").get(SHOWS).then().statusCode(200);
    }

    @Test
    void an_admin_may_publish_too() {
        given().auth()
                .oauth2(Tokens.ofTests().admin("ada"))
                .contentType(ContentType.JSON)
                .body(simple(unique("Admin"), soon))
                .post(SHOWS)
                .then()
                .statusCode(201);
    }

    @Test
    void a_silent_database_is_given_up_but_for_migrations() throws SQLException {
        try (Connection request = dataSource.getConnection();
                Connection migration = flyway.getConfiguration().getDataSource().getConnection()) {
            assertThat(request.getNetworkTimeout()).isEqualTo(20_000);
            assertThat(migration.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void health_metrics_and_api_description_are_there() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'backends' }.data.rabbitmq", equalTo("UP"));
        assertThat(given().get("/q/metrics").asString()).contains("boxoffice_outbox_age_seconds");
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("components.schemas.Problem.required", hasItems("type", "title", "status"))
                .body("paths.'/api/v1/shows'.post.responses.'201'", notNullValue())
                .body("paths.'/api/v1/shows'.post.security[0].bearer", notNullValue())
                .body("paths.'/api/v1/shows'.get.security", empty())
                .body("paths.'/api/v1/shows'.post.requestBody.content.'application/json'.examples.full", notNullValue())
                .body(
                        "paths.'/api/v1/shows/{id}'.patch.requestBody.content.'application/merge-patch+json'.schema",
                        notNullValue())
                .body(
                        "paths.'/api/v1/shows/{id}'.patch.responses.'412'.content.'application/problem+json'.schema.properties.type.enum",
                        hasItems("urn:boxoffice:problem:precondition-failed"))
                .body("paths.'/api/v1/shows/{id}/cancel'.post.responses.default", notNullValue());
    }

    private ValidatableResponse publish(String json) {
        return given().auth()
                .oauth2(organiser)
                .contentType(ContentType.JSON)
                .body(json)
                .post(SHOWS)
                .then();
    }

    private static int found(String text) {
        return given().queryParam("q", text)
                .get(SHOWS)
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("id")
                .size();
    }

    private static int foundBetween(String text, Instant from, Instant to) {
        return given().queryParam("q", text)
                .queryParam("from", from.toString())
                .queryParam("to", to.toString())
                .get(SHOWS)
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("id")
                .size();
    }

    private static @Nullable String nextOf(Response page) {
        @Nullable String link = page.header("Link");
        if (link == null) {
            return null;
        }
        assertThat(link).matches("<[^>]+>; rel=\"next\"");
        return link.substring(1, link.indexOf('>'));
    }

    private static String simple(String name, Instant startsAt) {
        return "{\"name\": \"%s\", \"startsAt\": \"%s\", \"totalSeats\": 3}".formatted(name, startsAt);
    }

    /** The database is shared by the tests of this module. */
    private static String unique(String word) {
        return word + UUID.randomUUID().toString().substring(0, 8);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
