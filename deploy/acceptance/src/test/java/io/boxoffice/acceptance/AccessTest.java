package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may call what, through the gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

    private static final String NEW_SHOW = """
            {"name":"Access","startsAt":"2031-01-01T20:00:00Z","totalSeats":10}""";

    private static final String DEAD_LETTERS = "/api/v1/notifications/dead-letters";

    private final House house = House.open();
    private final People people = new People(house);
    private final String show = people.show(20, 120);
    private final String doomed = people.show(1, 120);
    private final String owner = people.somebody();
    private final String booking = people.held(owner, show, List.of(1));
    private final String hold = "{\"showId\":\"" + show + "\",\"seats\":[1]}";

    /** For each call: the status without a token, and for customer, owner of the booking, organiser, admin. */
    List<Arguments> matrix() {
        String one = "/api/v1/bookings/" + booking;
        return List.of(
                // call, body                                         nobody customer owner organiser admin
                Arguments.of("POST", "/api/v1/shows", NEW_SHOW, 401, 403, 403, 201, 201),
                Arguments.of("GET", "/api/v1/shows", null, 200, 200, 200, 200, 200),
                Arguments.of("GET", "/api/v1/shows/" + show, null, 200, 200, 200, 200, 200),
                Arguments.of("PATCH", "/api/v1/shows/" + show, "{}", 401, 403, 403, 428, 428),
                Arguments.of("POST", "/api/v1/shows/" + doomed + "/cancel", "", 401, 403, 403, 200, 200),
                Arguments.of("GET", "/api/v1/shows/" + show + "/seats", null, 200, 200, 200, 200, 200),
                Arguments.of("GET", "/api/v1/ticket-keys", null, 200, 200, 200, 200, 200),
                Arguments.of("POST", "/api/v1/bookings", hold, 401, 409, 409, 403, 403),
                Arguments.of("GET", "/api/v1/bookings", null, 401, 200, 200, 200, 200),
                Arguments.of("GET", one, null, 401, 404, 200, 200, 200),
                Arguments.of("POST", one + "/extend", "", 401, 404, 200, 403, 409),
                Arguments.of("POST", one + "/confirm", "", 401, 404, 200, 403, 200),
                Arguments.of("POST", one + "/cancel", "", 401, 404, 200, 403, 200),
                Arguments.of("GET", "/api/v1/notifications?bookingId=" + booking, null, 401, 403, 403, 403, 200),
                Arguments.of("POST", "/api/v1/notifications/9/resend", "{\"to\":\"\"}", 401, 403, 403, 403, 422),
                Arguments.of("GET", DEAD_LETTERS, null, 401, 403, 403, 403, 200),
                Arguments.of("GET", DEAD_LETTERS + "/nobody", null, 401, 403, 403, 403, 404),
                Arguments.of("POST", DEAD_LETTERS + "/redrive", "{\"messageId\":\"nobody\"}", 401, 403, 403, 403, 404),
                Arguments.of("POST", "/internal/expirations", "{\"limit\":1}", 404, 404, 404, 404, 404),
                Arguments.of("POST", "/api/v1/internal/expirations", "{\"limit\":1}", 404, 404, 404, 404, 404),
                Arguments.of("GET", "/api/v1/nothing", null, 404, 404, 404, 404, 404));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrix")
    void everyCallIsForSomeAndNotForOthers(
            String method,
            String path,
            String body,
            int nobody,
            int customer,
            int bookingOwner,
            int organiser,
            int admin) {
        assertStatus(house.gateway().send(method, path, body), nobody);
        assertStatus(people.customer("stranger").send(method, path, body), customer);
        assertStatus(people.customer(owner).send(method, path, body), bookingOwner);
        assertStatus(people.as("organiser", "olga").send(method, path, body), organiser);
        assertStatus(people.as("admin", "root").send(method, path, body), admin);
        if (nobody == 401) {
            for (String bad : badTokens()) {
                assertStatus(house.gateway().with(bad).send(method, path, body), 401);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"name\":\"X\",",
                "400 | {\"name\":\"X\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":10,\"colour\":\"red\"}",
                "400 | {\"name\":7,\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":10}",
                "422 | {\"name\":\"X\",\"startsAt\":\"tomorrow\",\"totalSeats\":10}",
                "422 | {\"name\":\"X\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":-1}",
                "422 | {\"name\":\"X\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":100001}",
                "422 | {\"name\":\"X\",\"startsAt\":\"1999-01-01T20:00:00Z\",\"totalSeats\":10}",
                "422 | {\"name\":\"\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":10}",
                "422 | {\"name\":\"X\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":10,\"price\":\"-1.00\"}",
                "422 | {\"name\":\"X\",\"startsAt\":\"2031-01-01T20:00:00Z\"}",
            })
    void aBadShowIsRefused(int status, String body) {
        Answer answer = people.as("organiser", "olga").send("POST", "/api/v1/shows", body);

        assertStatus(answer, status);
    }

    @Test
    void aShowIsItsOrganisersOwn() {
        Gateway otto = people.as("organiser", "otto");

        assertStatus(otto.post("/api/v1/shows/" + show + "/cancel"), 403);
        assertStatus(otto.post("/api/v1/shows/0000000000001/cancel"), 404);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedEverywhere() {
        String huge = "{\"name\":\"" + "x".repeat(10_000_000) + "\"}";

        assertStatus(people.as("organiser", "olga").send("POST", "/api/v1/shows", huge), 413);
        assertStatus(people.customer(owner).send("POST", "/api/v1/bookings", huge), 413);
    }

    @Test
    void noPathLeadsToTheInside() {
        List<Answer> answers = new ArrayList<>();
        for (String path : List.of(
                "/q/health",
                "/q/metrics",
                "//internal/expirations",
                "/api/v1/../../internal/expirations",
                "/api/v1/bookings/../../../internal/expirations",
                "/api/v1/bookings/%2e%2e/%2e%2e/%2e%2e/internal/expirations",
                "/api/v1/bookings/..%2f..%2f..%2fq/metrics")) {
            answers.add(people.as("admin", "root").send("GET", path, null));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(400, 404));
    }

    private List<String> badTokens() {
        Tokens tokens = house.strangeTokens();
        return List.of(
                tokens.expired("admin", "root"),
                tokens.forAudience("somewhere-else", "admin", "root"),
                tokens.forAudience("boxoffice-internal", "admin", "root"),
                tokens.unsigned("admin", "root"),
                tokens.forged("admin", "root"),
                "rubbish");
    }

    private static void assertStatus(Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.problem()).as("%s", answer).isNotEmpty();
        }
    }
}
