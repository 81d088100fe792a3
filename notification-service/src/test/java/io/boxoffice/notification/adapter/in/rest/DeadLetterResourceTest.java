package io.boxoffice.notification.adapter.in.rest;

import static io.boxoffice.notification.Bookings.hamlet;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.messaging.RetryLadder;
import io.boxoffice.kernel.messaging.Topology;
import io.boxoffice.kernel.messaging.Topology.WorkQueue;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.Broker.DeadLetter;
import io.boxoffice.notification.ScriptedMailBackends;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer;
import io.boxoffice.notification.application.port.DeadLetters;
import io.boxoffice.notification.application.port.Leases;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = ScriptedMailBackends.class, restrictToAnnotatedClass = true)
class DeadLetterResourceTest {

    private static final String PATH = "/api/v1/notifications/dead-letters";
    private static final Duration SOON = Duration.ofSeconds(15);

    /** A queue that nobody works on here. */
    private static final WorkQueue IDLE = Topology.EXPIRY_WORKER;

    private final Tokens tokens = Tokens.ofTests();

    @SuppressWarnings("NullAway.Init") // set by the test resource
    ScriptedSmtpServer server;

    @Inject
    Broker broker;

    @Inject
    Leases leases;

    @BeforeEach
    void emptyTheQueues() {
        for (WorkQueue queue : Topology.WORK_QUEUES) {
            broker.purge(queue.deadLetters());
        }
        broker.purge(IDLE.name());
        broker.purge(Topology.UNROUTED);
    }

    @Test
    void whatWasGivenUpIsListedWithItsReasonAndShownWithAllItCarries() {
        Bookings booking = hamlet().withCustomer("listed@customers.example", "Alice", "en");
        server.refuse("listed@", "550 5.1.1 no such user");
        String event = broker.confirmed(booking);
        awaitDepth(Topology.EMAIL_WORKER, 1);

        list("queue", "email-worker")
                .statusCode(200)
                .body("depths.email-worker", is(1))
                .body("depths.expiry-worker", is(0))
                .body("deadLetters", hasSize(1))
                .body("deadLetters[0].queue", is("email-worker"))
                .body("deadLetters[0].messageId", is(event))
                .body("deadLetters[0].type", is("io.boxoffice.booking.confirmed.v1"))
                .body("deadLetters[0].subject", is(booking.id().toString()))
                .body("deadLetters[0].attempts", is(1))
                .body("deadLetters[0].body", nullValue());
        ValidatableResponse letter = admin().get(PATH + "/" + event).then().statusCode(200);
        letter.body("headers.'" + RetryLadder.ROUTING_KEY_HEADER + "'", is("booking.confirmed"));
        assertThat(letter.extract().<String>path("reason")).contains("550 5.1.1 no such user");
        assertThat(letter.extract().<String>path("body")).contains(booking.id().toString());
        assertThat(Instant.parse(letter.extract().path("failedAt")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void lookingLosesNothingAndKeepsTheOrder() {
        List<String> ids = bury(30);

        for (int limit : List.of(3, 30, 1, 17, 50)) {
            assertThat(listed(limit)).isEqualTo(ids.subList(0, Math.min(limit, ids.size())));
        }
        admin().get(PATH + "/" + ids.get(12)).then().statusCode(200);
        redrive(Map.of("messageId", ids.get(7))).statusCode(200);
        assertThat(listed(5)).isEqualTo(ids.subList(0, 5));
        List<String> left = new ArrayList<>(ids);
        left.remove(7);
        left.addAll(bury(2));

        assertThat(listed(50)).isEqualTo(left);
        for (String id : left) {
            assertThat(broker.take(IDLE.deadLetters())).map(DeadLetter::id).contains(id);
        }
    }

    @Test
    void lookingIsForOneAtATimeAndNobodySeesHalfAQueue() {
        List<String> ids = bury(50);
        AtomicInteger turnedAway = new AtomicInteger();

        CompletableFuture<?>[] lookers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    var answer = admin().queryParam("queue", IDLE.name()).get(PATH);
                    if (answer.statusCode() == 503) {
                        assertThat(answer.header("Retry-After")).isEqualTo("1");
                        turnedAway.incrementAndGet();
                    } else {
                        assertThat(answer.<List<String>>path("deadLetters.messageId"))
                                .isEqualTo(ids);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(lookers).join();

        assertThat(turnedAway.get()).isLessThan(lookers.length);
        leases.whileHeld(DeadLetters.LEASE, () -> problem(list("limit", 10), 503, "dead-letters-busy"));
    }

    @Test
    void whatIsSentBackStartsFromItsFirstAttempt() {
        broker.put(
                IDLE.deadLetters(),
                "tired",
                "{\"type\":\"x\"}",
                Map.of(
                        RetryLadder.ATTEMPT_HEADER,
                        4,
                        RetryLadder.REASON_HEADER,
                        "no",
                        RetryLadder.FAILED_AT_HEADER,
                        "2026-11-20T12:00:00Z",
                        RetryLadder.ROUTING_KEY_HEADER,
                        "booking.expired",
                        "traceparent",
                        "00-1-2-01"));

        redrive(Map.of("messageId", "tired"))
                .statusCode(200)
                .body("redriven", is(1))
                .body("left", is(0));

        DeadLetter again = broker.take(IDLE.name()).orElseThrow();
        assertThat(again.id()).isEqualTo("tired");
        assertThat(again.body()).isEqualTo("{\"type\":\"x\"}");
        assertThat(again.headers())
                .containsEntry(RetryLadder.ROUTING_KEY_HEADER, "booking.expired")
                .containsEntry("traceparent", "00-1-2-01")
                .doesNotContainKeys(
                        RetryLadder.ATTEMPT_HEADER, RetryLadder.REASON_HEADER, RetryLadder.FAILED_AT_HEADER);
        problem(redrive(Map.of("messageId", "tired")), 404, "not-found");
    }

    @Test
    void aWholeQueueIsSentBackAndTheOthersAreLeft() {
        List<String> ids = bury(230);
        broker.put(Topology.BOOKING_SHOWS.deadLetters(), "other", "{}", Map.of());

        redrive(Map.of("queue", IDLE.name()))
                .statusCode(200)
                .body("redriven", is(230))
                .body("left", is(0));

        for (String id : ids) {
            assertThat(broker.take(IDLE.name())).map(DeadLetter::id).contains(id);
        }
        list("limit", 10).body("deadLetters.messageId", contains("other"));
    }

    @Test
    void aMailThatIsSentBackTwiceArrivesOnce() {
        Bookings booking = hamlet().withCustomer("redriven@customers.example", "Alice", "en");
        String event = UUID.randomUUID().toString();
        server.refuse("redriven@", "550 5.1.1 no such user");
        BookingConfirmed confirmed = new BookingConfirmed(booking.snapshot(), Instant.now());
        broker.publish(event, confirmed);
        broker.publish(event, confirmed);
        awaitDepth(Topology.EMAIL_WORKER, 2);
        DeadLetter copy = broker.takeDeadLetter().orElseThrow();
        server.relent("redriven@");

        redrive(Map.of("queue", "email-worker")).statusCode(200).body("redriven", is(1));
        await().atMost(SOON).until(() -> mailsTo("redriven@") == 1);
        broker.put(Topology.EMAIL_WORKER.deadLetters(), copy.id(), copy.body(), Map.of());
        redrive(Map.of("messageId", event)).statusCode(200);

        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> mailsTo("redriven@") == 1);
        list("queue", "email-worker").body("deadLetters", hasSize(0));
    }

    @Test
    void whatSeveralConsumersGaveUpIsShownAndSentBackForEachOfThem() {
        broker.put(Topology.BOOKING_SHOWS.deadLetters(), "shared", "{}", Map.of());
        broker.put(IDLE.deadLetters(), "shared", "{}", Map.of());
        broker.put(IDLE.deadLetters(), "shared", "{}", Map.of());
        broker.put(IDLE.deadLetters(), "other", "{}", Map.of());

        admin().get(PATH + "/shared?queue=" + IDLE.name())
                .then()
                .statusCode(200)
                .body("queue", is(IDLE.name()));
        redrive(Map.of("messageId", "shared", "queue", IDLE.name()))
                .statusCode(200)
                .body("redriven", is(2))
                .body("left", is(1));

        assertThat(broker.take(IDLE.name())).map(DeadLetter::id).contains("shared");
        list("limit", 10)
                .body("deadLetters.queue", contains(Topology.BOOKING_SHOWS.name(), IDLE.name()))
                .body("deadLetters.messageId", contains("shared", "other"));
        problem(redrive(Map.of("messageId", "shared", "queue", IDLE.name())), 404, "not-found");
    }

    @Test
    void whatNobodyCanReadIsShownAsItIs() {
        broker.put(IDLE.deadLetters(), "noise", "\u0000 not JSON", Map.of(RetryLadder.ATTEMPT_HEADER, "many"));

        admin().get(PATH + "/noise")
                .then()
                .statusCode(200)
                .body("body", is("\u0000 not JSON"))
                .body("type", nullValue())
                .body("attempts", is(0))
                .body("failedAt", nullValue())
                .body("reason", not(nullValue()));
    }

    @Test
    void whatNoQueueWasBoundForIsListedTooAndTriedAgainWhereItWasPublished() {
        String lost = UUID.randomUUID().toString();
        broker.publish(lost, "unheard.of", "{\"type\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        await().atMost(SOON).until(() -> list("limit", 1).extract().<Integer>path("depths.unrouted"), is(1));

        list("queue", "unrouted")
                .statusCode(200)
                .body("depths.unrouted", is(1))
                .body("deadLetters", hasSize(1))
                .body("deadLetters[0].messageId", is(lost))
                .body("deadLetters[0].reason", is("no queue is bound for 'unheard.of'"))
                .body("deadLetters[0].attempts", is(0));
        admin().get(PATH + "/" + lost).then().statusCode(200).body("body", is("{\"type\":\"x\"}"));

        redrive(Map.of("messageId", lost)).statusCode(200).body("redriven", is(1));
        await().atMost(SOON).until(() -> list("limit", 1).extract().<Integer>path("depths.unrouted"), is(1));
        broker.bind(IDLE.name(), "unheard.of");
        redrive(Map.of("queue", "unrouted")).statusCode(200).body("redriven", is(1));
        assertThat(broker.take(IDLE.name())).map(DeadLetter::id).contains(lost);
        broker.unbind(IDLE.name(), "unheard.of");
        list("queue", "unrouted").body("deadLetters", hasSize(0));
    }

    @Test
    void whatWaitsForPeopleIsCounted() {
        bury(3);
        broker.put(Topology.UNROUTED, "lost", "{}", Map.of());
        broker.put(IDLE.name(), "waiting", "{}", Map.of());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                        .containsPattern("boxoffice_dead_letters\\{[^}]*queue=\"expiry-worker\"[^}]*} 3.0")
                        .containsPattern("boxoffice_queue_backlog\\{[^}]*queue=\"expiry-worker\"[^}]*} 1.0")
                        .containsPattern("boxoffice_unrouted(\\{[^}]*})? [1-9]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "many", "99999999999"})
    void aLimitOutOfBoundsIsRefused(String limit) {
        problem(list("limit", limit), 422, "invalid-request").body("errors[0].field", is("limit"));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        problem(list("queue", "email-worker.dlq"), 422, "invalid-request");
        problem(redrive(Map.of()), 422, "invalid-request");
        problem(redrive(Map.of("queue", "email-worker", "messageId", "x")), 404, "not-found");
        problem(redrive(Map.of("queue", "nobody", "messageId", "x")), 422, "invalid-request");
        problem(admin().get(PATH + "/x?queue=nobody").then(), 422, "invalid-request");
        problem(redrive(Map.of("queue", "nobody")), 422, "invalid-request");
        problem(redrive(Map.of("messageId", "nobody")), 404, "not-found");
        problem(redrive(Map.of("everything", true)), 400, "malformed-request");
        problem(admin().get(PATH + "/nobody").then(), 404, "not-found");
    }

    private List<String> bury(int count) {
        List<String> ids =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
        ids.forEach(id -> broker.put(IDLE.deadLetters(), id, "{}", Map.of()));
        return ids;
    }

    private List<String> listed(int limit) {
        return admin().queryParam("queue", IDLE.name())
                .queryParam("limit", limit)
                .get(PATH)
                .then()
                .statusCode(200)
                .extract()
                .path("deadLetters.messageId");
    }

    private void awaitDepth(WorkQueue queue, int depth) {
        await().atMost(SOON).until(() -> list("limit", 1).extract().<Integer>path("depths." + queue.name()), is(depth));
    }

    private long mailsTo(String recipient) {
        return server.mails().stream().filter(mail -> mail.contains(recipient)).count();
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(tokens.admin("root"));
    }

    private ValidatableResponse list(String parameter, Object value) {
        return admin().queryParam(parameter, value).get(PATH).then();
    }

    private ValidatableResponse redrive(Map<String, ?> request) {
        return admin().contentType(ContentType.JSON)
                .body(request)
                .post(PATH + "/redrive")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", is("urn:boxoffice:problem:" + slug));
    }
}
