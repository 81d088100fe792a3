package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Contract.Operation;
import io.boxoffice.acceptance.Gateway.Answer;
import io.boxoffice.backends.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what, through the gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

    private static final Map<String, String> BODIES = Map.of(
            "a show", "{\"name\":\"Access\",\"startsAt\":\"2031-01-01T20:00:00Z\",\"totalSeats\":10}",
            "a place in line", "{\"quantity\":1}",
            "nobody's mail", "{\"messageId\":\"nobody\"}",
            "no address", "{\"to\":\"\"}",
            "no token", "{\"id\":\"\"}",
            "one batch", "{\"limit\":1}",
            "nothing", "",
            "no change", "{}");

    /**
     * Who may do what, in this order: rows change the same booking. {@code nobody} sends no token; {@code bad} is each of
     * those that are no good; {@code owner} is the booking's customer, and {@code customer} is not; the show belongs to
     * {@code organiser}; {@code client} is an API client that acts for a customer of its own, the {@code silent} one does
     * not say for whom, and the {@code unscoped} one says it without the scope. Changes are of any version.
     */
    private static final String CALLS = """
            # call                                    | body            |nobody|bad|customer|owner|organiser|other organiser|admin|client|silent|unscoped
            POST   /api/v1/shows                      | a show          | 401 | 401 | 403 | 403 | 201 | 201 | 201 | 403 | 403 | 403
            GET    /api/v1/shows                      | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            GET    /api/v1/shows/SHOW                 | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            PATCH  /api/v1/shows/SHOW                 | no change       | 401 | 401 | 403 | 403 | 200 | 403 | 200 | 403 | 403 | 403
            POST   /api/v1/shows/DOOMED/cancel        | nothing         | 401 | 401 | 403 | 403 | 200 | 403 | 200 | 403 | 403 | 403
            GET    /api/v1/shows/SHOW/seats           | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            GET    /api/v1/shows/SHOW/seats/live      | -               | 426 | 426 | 426 | 426 | 426 | 426 | 426 | 426 | 426 | 426
            GET    /api/v1/availability?showId=SHOW   | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            GET    /api/v1/openapi                    | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            GET    /api/v1/ticket-keys                | -               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
            POST   /api/v1/shows/SHOW/waiting-list    | a place in line | 401 | 401 | 409 | 409 | 403 | 403 | 403 | 409 | 422 | 403
            GET    /api/v1/shows/SHOW/waiting-list    | -               | 401 | 401 | 404 | 404 | 403 | 403 | 403 | 404 | 422 | 403
            DELETE /api/v1/shows/SHOW/waiting-list    | -               | 401 | 401 | 404 | 404 | 403 | 403 | 403 | 404 | 422 | 403
            POST   /api/v1/bookings                   | a taken seat    | 401 | 401 | 409 | 409 | 403 | 403 | 403 | 409 | 422 | 403
            GET    /api/v1/bookings                   | -               | 401 | 401 | 200 | 200 | 200 | 200 | 200 | 200 | 422 | 403
            GET    /api/v1/bookings/BOOKING           | -               | 401 | 401 | 404 | 200 | 200 | 404 | 200 | 404 | 422 | 403
            POST   /api/v1/bookings/BOOKING/extend    | nothing         | 401 | 401 | 404 | 200 | 403 | 403 | 409 | 404 | 422 | 403
            POST   /api/v1/bookings/BOOKING/confirm   | nothing         | 401 | 401 | 404 | 200 | 403 | 403 | 200 | 404 | 422 | 403
            POST   /api/v1/bookings/BOOKING/cancel    | nothing         | 401 | 401 | 404 | 200 | 403 | 403 | 200 | 404 | 422 | 403
            GET    /api/v1/notifications?bookingId=BOOKING     | -      | 401 | 401 | 403 | 403 | 403 | 403 | 200 | 403 | 403 | 403
            POST   /api/v1/notifications/9/resend     | no address      | 401 | 401 | 403 | 403 | 403 | 403 | 422 | 403 | 403 | 403
            GET    /api/v1/notifications/dead-letters | -               | 401 | 401 | 403 | 403 | 403 | 403 | 200 | 403 | 403 | 403
            GET    /api/v1/notifications/dead-letters/nobody   | -      | 401 | 401 | 403 | 403 | 403 | 403 | 404 | 403 | 403 | 403
            POST   /api/v1/notifications/dead-letters/redrive  | nobody's mail | 401 | 401 | 403 | 403 | 403 | 403 | 404 | 403 | 403 | 403
            POST   /api/v1/revocations                | no token        | 401 | 401 | 403 | 403 | 403 | 403 | 422 | 403 | 403 | 403
            POST   /internal/expirations              | one batch       | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
            POST   /internal/shows/SHOW/offers        | one batch       | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
            POST   /api/v1/internal/expirations       | one batch       | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
            GET    /api/v1/nothing                    | -               | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404 | 404
            """;

    private static final String DEAD_LETTERS = "/api/v1/notifications/dead-letters";
    private static final Pattern CALL = Pattern.compile("([A-Z]+) +(\\S+)");
    private static final String ON_BEHALF_OF = "\"4711\";email=\"anna@customers.example\"";

    private final House house = House.open();
    private final People people = new People(house);
    private final String show = people.show(20, 120);
    private final String doomed = people.show(1, 120);
    private final String owner = people.somebody();
    private final String booking = people.held(owner, show, List.of(1));
    private final AtomicInteger seats = new AtomicInteger(5);
    private @Nullable List<String> badTokens;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = CALLS)
    void everyCallIsForSomeAndNotForOthers(
            String call,
            @Nullable String body,
            int nobody,
            int bad,
            int customer,
            int bookingOwner,
            int organiser,
            int otherOrganiser,
            int admin,
            int client,
            int silent,
            int unscoped) {
        assertStatus(send(house.gateway(), call, body), nobody);
        assertStatus(send(people.customer("stranger"), call, body), customer);
        assertStatus(send(people.customer(owner), call, body), bookingOwner);
        assertStatus(send(people.as("organiser", "olga"), call, body), organiser);
        assertStatus(send(people.as("organiser", "otto"), call, body), otherOrganiser);
        assertStatus(send(people.as("admin", "root"), call, body), admin);
        // from here on with tokens that not every issuer makes
        for (String token : badTokens()) {
            assertStatus(send(house.gateway().with(token), call, body), bad);
        }
        assertStatus(send(client(), call, body, "On-Behalf-Of", ON_BEHALF_OF), client);
        assertStatus(send(client(), call, body), silent);
        assertStatus(send(clientWithoutScope(), call, body, "On-Behalf-Of", ON_BEHALF_OF), unscoped);
    }

    @Test
    void everyOperationIsInTheTable() {
        List<Operation> called = CALLS.lines()
                .map(line -> CALL.matcher(line))
                .filter(Matcher::lookingAt)
                .flatMap(call -> Contract.get().operation(call.group(1), call.group(2)).stream())
                .toList();

        assertThat(called).containsAll(Contract.get().operations());
    }

    /** What is somebody else's cannot be told from what never was. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "customer, GET /api/v1/bookings/BOOKING",
        "customer, POST /api/v1/bookings/BOOKING/extend",
        "customer, POST /api/v1/bookings/BOOKING/confirm",
        "customer, POST /api/v1/bookings/BOOKING/cancel",
        "organiser, GET /api/v1/bookings/BOOKING",
        "client, GET /api/v1/bookings/BOOKING",
        "client, POST /api/v1/bookings/BOOKING/extend",
        "client, POST /api/v1/bookings/BOOKING/confirm",
        "client, POST /api/v1/bookings/BOOKING/cancel"
    })
    void aForeignBookingIsAsAbsentAsAMissingOne(String who, String call) {
        String foreign = people.held(people.somebody(), show, List.of(seats.incrementAndGet()));
        String missing = foreign.substring(0, foreign.length() - 1) + (foreign.endsWith("0") ? "1" : "0");
        Gateway caller = switch (who) {
            case "client" -> client();
            case "organiser" -> people.as("organiser", "otto");
            default -> people.customer("stranger");
        };
        String[] headers = who.equals("client") ? new String[] {"On-Behalf-Of", ON_BEHALF_OF} : new String[0];

        Answer ofForeign = send(caller, call.replace("BOOKING", foreign), null, headers);
        Answer ofMissing = send(caller, call.replace("BOOKING", missing), null, headers);

        assertStatus(ofForeign, 404);
        assertStatus(ofMissing, 404);
        assertThat(withoutIds(ofForeign)).isEqualTo(withoutIds(ofMissing));
    }

    /** All that the answer tells, but for which of them it is about and when it was asked. */
    private static String withoutIds(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers().map());
        headers.remove("Date");
        headers.remove("RateLimit");
        return (headers + " " + answer.body()).replaceAll("[0-9a-f]{32}", "id").replaceAll("[0-9A-Z]{13}", "ID");
    }

    private Gateway client() {
        return house.gateway().with(house.strangeTokens().partner("acceptance"));
    }

    private Gateway clientWithoutScope() {
        return house.gateway().with(house.strangeTokens().with(Map.of("client_id", "partner-acceptance")));
    }

    private Answer send(Gateway caller, String call, @Nullable String body, String... headers) {
        String[] words = call.split(" +", 2);
        String path = words[1].replace("SHOW", show).replace("DOOMED", doomed).replace("BOOKING", booking);
        String text = body == null
                ? words[0].equals("POST") ? "" : null
                : body.equals("a taken seat")
                        ? "{\"showId\":\"" + show + "\",\"seats\":[1]}"
                        : Objects.requireNonNull(BODIES.get(body), body);
        String[] conditions = words[0].equals("PATCH") ? new String[] {"If-Match", "*"} : new String[0];
        String[] all = Stream.concat(Stream.of(headers), Stream.of(conditions)).toArray(String[]::new);
        return caller.send(words[0], path, text, all);
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
        if (badTokens == null) {
            Tokens tokens = house.strangeTokens();
            badTokens = List.of(
                    tokens.expired("admin", "root"),
                    tokens.forAudience("somewhere-else", "admin", "root"),
                    tokens.forAudience("boxoffice-internal", "admin", "root"),
                    tokens.unsigned("admin", "root"),
                    tokens.forged("admin", "root"),
                    tokens.signedWithThePublicKey("admin", "root"),
                    tokens.ofAnotherIssuer("admin", "root"),
                    tokens.early("admin", "root"),
                    tokens.ofNobody("admin"),
                    revoked(tokens.admin("root")),
                    "rubbish");
        }
        return badTokens;
    }

    /** The token, once every service has learned that it was revoked. */
    private String revoked(String token) {
        String revocation = "{\"id\":\"" + Tokens.id(token) + "\"}";
        assertStatus(people.as("admin", "root").send("POST", "/api/v1/revocations", revocation), 204);
        await().atMost(People.PATIENCE)
                .until(() -> Stream.of("/api/v1/bookings", DEAD_LETTERS, "/api/v1/shows/" + doomed + "/cancel")
                        .allMatch(path -> house.gateway()
                                        .with(token)
                                        .send(
                                                path.endsWith("cancel") ? "PATCH" : "GET",
                                                path.replace("/cancel", ""),
                                                null)
                                        .status()
                                == 401));
        return token;
    }

    private static void assertStatus(Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.problem()).as("%s", answer).isNotEmpty();
        }
    }
}
