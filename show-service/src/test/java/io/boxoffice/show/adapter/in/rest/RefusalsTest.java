package io.boxoffice.show.adapter.in.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "show"))
class RefusalsTest {

    private static final String SHOWS = "/api/v1/shows";
    private static final String GOOD = """
            {"name": "Hamlet", "startsAt": "2030-06-01T20:00:00+02:00", "totalSeats": 10}
            """;

    private final Tokens tokens = Tokens.ofTests();

    @Test
    void no_token() {
        problem(given().contentType(ContentType.JSON).body(GOOD).post(SHOWS), 401, "unauthorized")
                .header("WWW-Authenticate", containsString("Bearer"));
    }

    @Test
    void tokens_that_are_no_good() {
        refuses(tokens.expired("organiser", "olga"), 401);
        refuses(tokens.forAudience("somebody-else", "organiser", "olga"), 401);
        refuses(tokens.internal(), 401);
        refuses(tokens.unsigned("organiser", "olga"), 401);
        refuses(tokens.forged("organiser", "olga"), 401);
        refuses(tokens.early("organiser", "olga"), 401);
        refuses(tokens.ofAnotherIssuer("organiser", "olga"), 401);
        refuses(tokens.ofNobody("organiser"), 401);
        refuses(tokens.ofNobody("admin"), 401);
        refuses(tokens.signedWithThePublicKey("organiser", "olga"), 401);
        refuses("rubbish", 401);
    }

    @Test
    void a_role_that_may_not() {
        refuses(tokens.customer("carla"), 403);
    }

    @Test
    void bodies_that_cannot_be_read() {
        malformed("{");
        malformed("");
        malformed("null");
        malformed("[]");
        malformed("\"show\"");
        malformed(GOOD + "{}");
        malformed("{\"name\": \"a\", \"name\": \"b\", \"startsAt\": \"2030-06-01T20:00:00Z\", \"totalSeats\": 1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour          | \"red\"",
                "name            | 5",
                "name            | {}",
                "totalSeats      | \"10\"",
                "totalSeats      | 10.5",
                "totalSeats      | true",
                "totalSeats      | 5000000000",
                "totalSeats      | 1e400",
                "price           | \"cheap\"",
                "price           | \"\"",
                "price           | true",
                "price           | []",
                "holdSeconds     | \"long\"",
                "sections        | {}",
                "sections        | [1]",
                "sections        | [{\"name\": \"A\", \"capacity\": \"many\"}]",
                "sections        | [{\"name\": \"A\", \"colour\": \"red\"}]"
            })
    void fields_that_are_unknown_or_of_the_wrong_type(String field, String value) {
        malformed("{\"startsAt\": \"2030-06-01T20:00:00Z\", \"%s\": %s}".formatted(field, value))
                .body("detail", containsString(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name        | \"\"",
                "name        | null",
                "name        | \"a\\r\\nBcc: b\"",
                "venue       | \"a\\u0000\"",
                "startsAt    | \"tomorrow\"",
                "startsAt    | \"2020-01-01T00:00:00Z\"",
                "startsAt    | \"+999999999-12-31T23:59:59Z\"",
                "zone        | \"Mars/Olympus\"",
                "currency    | \"BITCOIN\"",
                "holdSeconds | 0",
                "holdSeconds | -1",
                "totalSeats  | 0",
                "totalSeats  | -2147483648",
                "totalSeats  | 2147483647",
                "price       | -0.01",
                "price       | 0.001",
                "price       | 1e999999999",
                "price       | \"1e-999999999\"",
                "price       | 123456789012345678901"
            })
    void values_that_are_negative_absurd_or_wrong(String field, String value) {
        String json = "{\"name\": \"Hamlet\", \"startsAt\": \"2030-06-01T20:00:00Z\", \"totalSeats\": 10, \"%s\": %s}"
                .replaceFirst("\"" + field + "\": [^,]*, ", "")
                .formatted(field, value);
        problem(publish(json), 422, "invalid-request").body("errors.field", hasItem(field));
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        problem(
                        publish("{\"sections\": [null, {\"name\": \"A\", \"capacity\": 0, \"price\": -1}]}"),
                        422,
                        "invalid-request")
                .body("errors.field", hasItem("name"))
                .body("errors.field", hasItem("startsAt"))
                .body("errors.field", hasItem("sections[0].name"))
                .body("errors.field", hasItem("sections[0].capacity"))
                .body("errors.field", hasItem("sections[1].capacity"))
                .body("errors.field", hasItem("sections[1].price"));
    }

    @Test
    void bodies_that_are_too_large() {
        String large = "{\"name\": \"" + "x".repeat(10_000_000) + "\"}";
        problem(publish(large), 413, "too-large");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 200_000, 5_000_000})
    void bodies_that_are_too_large_and_do_not_say_so(int bytes) throws Exception {
        try (Errors errors = new Errors()) {
            HttpResponse<String> response = chunked(padded(bytes));

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body()).contains("urn:boxoffice:problem:too-large");
            assertThat(errors.messages).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 8_192, 65_536})
    void bodies_that_do_not_say_how_large_they_are_and_fit(int bytes) throws Exception {
        HttpResponse<String> response = chunked(padded(bytes));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(chunked("").statusCode()).isEqualTo(400);
    }

    /** Clients that are gone half way through and those that upload for ever find nobody who waits. */
    @Test
    void bodies_that_never_end() throws Exception {
        try (Errors errors = new Errors()) {
            try (Socket socket = upload()) {
                socket.getOutputStream().write("5\r\n{    \r\n".getBytes(US_ASCII));
            }
            try (Socket socket = upload()) {
                byte[] chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(US_ASCII);
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 100_000; i++) {
                                socket.getOutputStream().write(chunk);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(errors.messages).isEmpty();
        }
    }

    @Test
    void another_media_type() {
        problem(
                given().auth()
                        .oauth2(tokens.organiser("olga"))
                        .contentType("text/plain")
                        .body(GOOD)
                        .post(SHOWS),
                415,
                "unsupported-media-type");
        problem(given().accept("image/png").get(SHOWS), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0NV5Y2K4H8G1M", "nonsense", "0", "ZZZZZZZZZZZZZ", "..%2f", "%00", "0NV5Y2K4H8G1M/seats/x"})
    void shows_that_are_not_there(String id) {
        problem(given().urlEncodingEnabled(false).get(SHOWS + "/" + id), 404, "not-found");
    }

    @Test
    void paths_and_methods_that_are_not_there() {
        problem(given().get("/api/v1/shoes"), 404, "not-found");
        problem(given().get("/"), 404, "not-found");
        problem(given().delete(SHOWS), 405, "method-not-allowed");
        problem(
                given().contentType(ContentType.JSON).body("{}").put(SHOWS + "/0NV5Y2K4H8G1M"),
                405,
                "method-not-allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 101",
        "limit, -1",
        "limit, ten",
        "limit, 99999999999",
        "from, yesterday",
        "to, 2030-06-01",
        "to, +999999999-12-31T23:59:59Z",
        "from, -999999999-12-31T23:59:59Z",
        "cursor, nonsense",
        "cursor, '***'",
        "cursor, MA",
        "cursor, LTkyMjMzNzIwMzY4NTQ3NzU4MDguME5WNVkySzRIOEcxTQ"
    })
    void lists_that_cannot_be_made(String parameter, String value) {
        problem(given().queryParam(parameter, value).get(SHOWS), 422, "invalid-request")
                .body("errors.field", hasItem(parameter));
    }

    @Test
    void searches_that_no_name_could_answer() {
        problem(given().queryParam("q", "x".repeat(201)).get(SHOWS), 422, "invalid-request");
        problem(given().urlEncodingEnabled(false).get(SHOWS + "?q=%00"), 422, "invalid-request");
    }

    @Test
    void a_client_that_would_rather_speak_HTTP_2_is_served() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + SHOWS))
                .version(HttpClient.Version.HTTP_2)
                .header("Authorization", "Bearer " + tokens.organiser("olga"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GOOD))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        }
    }

    @Test
    void subjects_that_cannot_be_kept() {
        refuses(tokens.organiser("ol\u0000ga"), 401);
        refuses(tokens.organiser("olga\r\n"), 401);
    }

    private static String padded(int bytes) {
        return GOOD + " ".repeat(bytes - GOOD.length());
    }

    private HttpResponse<String> chunked(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + SHOWS))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + tokens.organiser("olga"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(US_ASCII))))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    /** The head of a request has been sent, its body has not. */
    private Socket upload() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream()
                .write(("POST " + SHOWS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + tokens.organiser("olga")
                                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    /** Collects what is logged as an error. */
    private static final class Errors extends Handler implements AutoCloseable {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        Errors() {
            Logger.getLogger("").addHandler(this);
        }

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.SEVERE.intValue()) {
                messages.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    private void refuses(String token, int status) {
        problem(
                given().auth()
                        .oauth2(token)
                        .contentType(ContentType.JSON)
                        .body(GOOD)
                        .post(SHOWS),
                status,
                status == 401 ? "unauthorized" : "forbidden");
    }

    private ValidatableResponse malformed(String json) {
        return problem(publish(json), 400, "malformed-request");
    }

    private Response publish(String json) {
        return given().auth()
                .oauth2(tokens.organiser("olga"))
                .contentType(ContentType.JSON)
                .body(json)
                .post(SHOWS);
    }

    private static ValidatableResponse problem(Response response, int status, String slug) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:boxoffice:problem:" + slug))
                .body("status", equalTo(status))
                .body("detail", not(containsString("io.boxoffice")))
                .body("detail", not(containsString("java.")));
    }
}
