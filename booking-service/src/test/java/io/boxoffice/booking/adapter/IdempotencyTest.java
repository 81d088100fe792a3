package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.booking.application.ForgetAttempts;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.application.UpdateShow;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class IdempotencyTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final int RETRIES = 1_000;

    @Inject
    Stage stage;

    @Inject
    LayOutSeats layOutSeats;

    @Inject
    UpdateShow updateShow;

    @Inject
    ForgetAttempts forgetAttempts;

    @TestHTTPResource
    URI service;

    @BeforeEach
    void settle() {
        stage.settle();
    }

    @Test
    void aRepetitionGetsTheFirstAnswerToTheByte() {
        ShowId show = stage.show(10, 0);
        Response first = hold("anna", "\"attempt-1\"", show, "[1,2]");
        given().auth().oauth2(TOKENS.customer("anna")).post("/api/v1/bookings/" + first.path("id") + "/confirm");

        Response again = hold("anna", "\"attempt-1\"", show, "[1,2]");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(bookings(show)).isEqualTo(1);
    }

    @Test
    void aRepetitionTellsTheShowAsItIsNow() {
        ShowSnapshot show = Stage.published(ShowId.next(), 10, 0).show();
        layOutSeats.handle(show);
        Response first = hold("anna", "moved", show.id(), "[1,2]");
        updateShow.handle(Stage.changed(show, 2, "Another hall", show.startsAt()));

        Response again = hold("anna", "moved", show.id(), "[1,2]");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString().replace("\"Globe\"", "\"Another hall\""));
        assertThat(again.asString()).contains("Another hall");
    }

    @Test
    void aKeyBelongsToOneRequestOfOneCustomerForOneShow() {
        ShowId show = stage.show(10, 0);
        ShowId other = stage.show(10, 0);

        assertThat(hold("anna", "k", show, "[1]").statusCode()).isEqualTo(201);
        Response reused = hold("anna", "k", show, "[2]");
        assertThat(reused.statusCode()).isEqualTo(422);
        assertThat(reused.<String>path("type")).endsWith("idempotency-key-reused");
        assertThat(hold("bert", "k", show, "[2]").statusCode()).isEqualTo(201);
        assertThat(hold("anna", "k", other, "[1]").statusCode()).isEqualTo(201);
    }

    @Test
    void whatWasRefusedMayBeTriedAgainWithTheSameKey() {
        ShowId show = stage.show(10, 0);
        String taken = hold("bert", "x", show, "[1]").path("id");

        assertThat(hold("anna", "k", show, "[1]").statusCode()).isEqualTo(409);
        given().auth().oauth2(TOKENS.customer("bert")).post("/api/v1/bookings/" + taken + "/cancel");
        assertThat(hold("anna", "k", show, "[1]").statusCode()).isEqualTo(201);
    }

    @Test
    void aThousandParallelRepetitionsAreOneBooking() {
        ShowId show = stage.show(10, 0);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/api/v1/bookings"))
                .header("Authorization", "Bearer " + TOKENS.customer("anna"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"once\"")
                .POST(HttpRequest.BodyPublishers.ofString("{\"showId\":\"" + show + "\",\"seats\":[3,4]}"))
                .build();

        History history = stage.history();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, RETRIES)
                .mapToObj(i -> {
                    Call call = history.hold(show.toString(), List.of(3, 4));
                    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                            .whenComplete((answer, failure) -> told(call, answer));
                })
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(201);
        assertThat(answers.stream()
                        .map(CompletableFuture::join)
                        .map(HttpResponse::body)
                        .distinct())
                .hasSize(1);
        assertThat(bookings(show)).isEqualTo(1);
        assertThat(stage.contradictions()).isZero();
        assertThat(history.check(stage.books())).isEmpty();
    }

    private static void told(Call call, @Nullable HttpResponse<String> answer) {
        if (answer != null && answer.statusCode() == 201) {
            JsonPath booking = JsonPath.from(answer.body());
            call.held(
                    booking.getString("id"),
                    booking.getList("seats.seat", Integer.class),
                    Instant.parse(booking.getString("expiresAt")));
        } else if (answer != null && answer.statusCode() < 500) {
            call.refused();
        }
    }

    @Test
    void keysAreForgottenAfterADay() {
        ShowId show = stage.show(10, 0);
        hold("anna", "old", show, "[1]");
        hold("anna", "young", show, "[2]");
        stage.execute("UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = 'old'");

        assertThat(forgetAttempts.handle()).isEqualTo(1);
        assertThat(hold("anna", "young", show, "[2]").statusCode()).isEqualTo(201);
        assertThat(hold("anna", "old", show, "[1]").statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"with space\"", "\u00e4"})
    void aMalformedKeyIsRefused(String key) {
        Response refused = hold("anna", key, stage.show(10, 0), "[1]");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.contentType()).startsWith("application/problem+json");
    }

    @Test
    void oneCustomerHoldsTenTimesAShowAtMost() {
        ShowId show = stage.show(20, 0);
        List<Integer> statuses = IntStream.rangeClosed(1, 12)
                .mapToObj(seat ->
                        hold("hoarder", "seat-" + seat, show, "[" + seat + "]").statusCode())
                .toList();

        assertThat(statuses.subList(0, 10)).containsOnly(201);
        assertThat(statuses.subList(10, 12)).containsOnly(409);
        assertThat(hold("hoarder", "z", stage.show(10, 0), "[1]").statusCode()).isEqualTo(201);
    }

    private Response hold(String customer, String key, ShowId show, String seats) {
        return given().auth()
                .oauth2(TOKENS.customer(customer))
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{\"showId\":\"" + show + "\",\"seats\":" + seats + "}")
                .post("/api/v1/bookings");
    }

    private long bookings(ShowId show) {
        return stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value());
    }
}
