package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.booking.application.CancelShow;
import io.boxoffice.booking.application.LayOutSeats;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Receipts;
import io.boxoffice.booking.application.port.RequestQueue;
import io.boxoffice.booking.application.port.RequestQueue.Request;
import io.boxoffice.booking.domain.BookingState.Failed;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.messaging.Topology;
import io.hypersistence.tsid.TSID;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are answered first and served later, through the real broker. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class RespondAsyncTest {

    private static final Tokens TOKENS = Tokens.ofTests();
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    LayOutSeats layOutSeats;

    @Inject
    CancelShow cancelShow;

    @Inject
    RequestQueue requests;

    @Inject
    Receipts receipts;

    private final Map<String, Call> calls = new HashMap<>();
    private History history = new History();

    @BeforeEach
    void settle() {
        stage.settle();
        stage.keepEvents();
        history = stage.history();
    }

    @AfterEach
    void agree() {
        assertThat(stage.contradictions()).isZero();
        stage.settle();
        assertThat(history.check(stage.books())).isEmpty();
    }

    @Test
    void aRequestIsAnsweredAtOnceAndServedSoon() {
        ShowId show = stage.show(10, 0);

        String location = request("anna", show, List.of(4, 5))
                .header("Preference-Applied", equalTo("respond-async"))
                .header("Retry-After", notNullValue())
                .header("Location", startsWith("/api/v1/bookings/" + show + "-"))
                .body("status", equalTo("REQUESTED"))
                .body("showId", equalTo(show.toString()))
                .extract()
                .header("Location");

        awaitStatus("anna", location, "PENDING").body("seats", hasSize(2)).body("expiresAt", notNullValue());
        look("bert", location).statusCode(404);
        String id = URI.create(location).getPath().replaceFirst(".*/", "");
        Call confirmation = history.confirm(id);
        given().auth()
                .oauth2(TOKENS.customer("anna"))
                .post("/api/v1/bookings/{id}/confirm", id)
                .then()
                .statusCode(200);
        confirmation.done();
        look("anna", location).statusCode(200).body("status", equalTo("CONFIRMED"));
    }

    @Test
    void whoComesTooLateHasAFailedBookingThatSaysSo() {
        ShowId show = stage.show(10, 4);
        awaitStatus("anna", location(request("anna", show, List.of(4, 5))), "PENDING");

        String location = location(request("bert", show, List.of(5, 6)));
        awaitStatus("bert", location, "FAILED")
                .body("reason", equalTo("SEATS_TAKEN"))
                .body("seats", hasSize(2))
                .body("expiresAt", nullValue());
        String places = location(request(
                "bert",
                Map.of("showId", show.toString(), "section", "Standing", "quantity", 5),
                "respond-async",
                null));
        awaitStatus("bert", places, "FAILED")
                .body("reason", equalTo("SEATS_TAKEN"))
                .body("seats", hasSize(0));
        assertThat(stage.count("SELECT count(*) FROM kept_events WHERE body->>'type' LIKE '%booking.failed%'"
                        + " AND body->'data'->>'reason' = 'SEATS_TAKEN'"))
                .isEqualTo(2);
    }

    @Test
    void whatTheRulesForbidIsRefused() {
        ShowId show = stage.show(20, 0);
        for (int seat = 1; seat <= 10; seat++) {
            awaitStatus("dora", location(request("dora", show, List.of(seat))), "PENDING");
        }
        awaitStatus("dora", location(request("dora", show, List.of(11))), "FAILED")
                .body("reason", equalTo("REFUSED"));
        awaitStatus("erik", location(request("erik", show, List.of(99))), "FAILED")
                .body("reason", equalTo("REFUSED"));
    }

    /** Who never held anything has nothing to be told by mail when the show is cancelled. */
    @Test
    void aRequestThatIsServedAfterItsShowWasCancelledIsRefusedLikeAnyOther() {
        ShowId show = stage.show(10, 0);
        ShowSnapshot planned = Stage.published(show, 10, 0).show();
        Call cancellation = history.cancelShow(show.toString());
        cancelShow.handle(Stage.changed(planned, 2, "Globe", planned.startsAt()));
        cancellation.done();
        Claim late = claim(show);

        send(List.of(late));

        await().atMost(SOON).until(() -> bookings.find(late.id()).isPresent());
        assertThat(bookings.find(late.id()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED));
        await().atMost(SOON).until(() -> toldOf(late, "REFUSED") == 1);
        assertThat(toldOf(late, "SHOW_CANCELLED")).isZero();
    }

    private long toldOf(Claim claim, String reason) {
        return stage.count("SELECT count(*) FROM kept_events WHERE body->>'type' LIKE '%booking.failed%'"
                + " AND body->>'subject' = '" + claim.id() + "' AND body->'data'->>'reason' = '" + reason + "'");
    }

    @Test
    void whileItWaitsOnlyItsCustomerSeesIt() {
        BookingId id = BookingId.nextFor(stage.show(10, 0));

        look("anna", path(id, "anna", null)).statusCode(200).body("status", equalTo("REQUESTED"));
        look("bert", path(id, "anna", null)).statusCode(404);
        look("anna", path(id, "bert", null)).statusCode(404);
        look("anna", "/api/v1/bookings/" + id).statusCode(404);
        look("anna", path(id, "anna", null) + "x").statusCode(404);
        look("anna", path(id, "anna", null) + "&key=other").statusCode(404);
    }

    @Test
    void aRequestThatNobodyServedInTimeHasFailed() {
        BookingId id = madeTenMinutesAgo(stage.show(10, 0));

        look("anna", path(id, "anna", null))
                .statusCode(200)
                .body("status", equalTo("FAILED"))
                .body("reason", equalTo("EXPIRED"));
        look("bert", path(id, "anna", null)).statusCode(404);
    }

    @Test
    void aDayLaterNobodyCanTellWhetherARepeatedRequestWasServed() {
        ShowId show = stage.show(10, 0);
        IdempotencyKey key = new IdempotencyKey("once");
        BookingId repeated = made(Duration.ofHours(25), show);
        BookingId later = made(Duration.ofHours(23), show);

        look("anna", path(repeated, "anna", key) + "&key=once").statusCode(404);
        look("anna", path(later, "anna", key) + "&key=once").statusCode(200).body("reason", equalTo("EXPIRED"));
        look("anna", path(repeated, "anna", null)).statusCode(200).body("reason", equalTo("EXPIRED"));
    }

    @Test
    void requestsForShowsThatNobodyKnowsKeepNobodyWaiting() {
        Claim early = claim(ShowId.next());
        List<Claim> unknown =
                Stream.generate(() -> claim(ShowId.next())).limit(100).toList();
        send(List.of(early));
        send(unknown);

        awaitStatus("anna", location(request("anna", stage.show(10, 0), List.of(1))), "PENDING");
        layOutSeats.handle(Stage.published(early.id().show(), 10, 0).show());
        await().atMost(SOON).until(() -> bookings.find(early.id()).isPresent());
    }

    private static Claim claim(ShowId show) {
        return new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(1)), null);
    }

    @Test
    void aRequestThatWaitedTooLongIsDeadLetteredAndHoldsNothing() throws Exception {
        BookingId id = madeTenMinutesAgo(stage.show(10, 0));
        try (Connection connection = connect()) {
            Channel channel = connection.createChannel();
            String deadLetters = Topology.BOOKING_REQUESTS.deadLetters();
            long before = channel.messageCount(deadLetters);
            send(List.of(new Claim(id, Stage.customer(), new Named(List.of(1)), null)));

            await().atMost(SOON).until(() -> channel.messageCount(deadLetters) == before + 1);
        }
        assertThat(bookings.find(id)).isEmpty();
    }

    @Test
    void aRequestHandedOutAgainFindsItsBooking() {
        ShowId show = stage.show(200, 100);
        long seed = System.nanoTime();
        System.out.println("RespondAsyncTest seed " + seed);
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            claims.add(new Claim(BookingId.nextFor(show), Stage.customer(), new Best(null, 2, 0, true), null));
            claims.add(new Claim(BookingId.nextFor(show), Stage.customer(), new Places("Standing", 2), null));
            claims.add(new Claim(BookingId.nextFor(show), Stage.customer(), new Named(List.of(1 + i / 2)), null));
        }
        List<Claim> twice = new ArrayList<>(claims);
        twice.addAll(claims);
        Collections.shuffle(twice, new Random(seed));
        Map<BookingId, Call> sent = new HashMap<>();
        for (Claim claim : claims) {
            sent.put(claim.id(), history.hold(show.toString(), List.of()));
        }
        send(twice);

        for (Claim claim : claims) {
            await().atMost(SOON).until(() -> bookings.find(claim.id()).isPresent());
            var booking = bookings.find(claim.id()).orElseThrow();
            if (booking.state() instanceof Pending) {
                requireNonNull(sent.get(claim.id()))
                        .held(booking.id().toString(), booking.seats(), booking.heldUntil());
            }
        }
        send(claims);
        Claim last = new Claim(BookingId.nextFor(show), Stage.customer(), new Places("Standing", 1), null);
        send(List.of(last));
        await().atMost(SOON).until(() -> bookings.find(last.id()).isPresent());

        await().atMost(SOON)
                .until(() -> stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()) == 61);
        for (Claim claim : claims) {
            var booking = bookings.find(claim.id()).orElseThrow();
            assertThat(booking.version()).isEqualTo(1);
            if (!(booking.state() instanceof Failed(FailureReason reason, Instant at))) {
                assertThat(booking.state()).isEqualTo(new Pending());
                assertThat(booking.places()).hasSize(claim.request().size());
            } else {
                assertThat(reason).isEqualTo(FailureReason.SEATS_TAKEN);
            }
        }
        assertThat(stage.count("SELECT coalesce(sum(cardinality(seat_nos)), 0) FROM bookings WHERE status = 'PENDING'"
                        + " AND show_id = " + show.value()))
                .isEqualTo(stage.count("SELECT count(*) FROM seats WHERE status = 1 AND show_id = " + show.value()));
    }

    @Test
    void aRepeatedRequestLeadsToTheSameBooking() {
        ShowId show = stage.show(50, 0);
        Map<String, Object> body = Map.of("showId", show.toString(), "bestAvailable", Map.of("quantity", 3));
        List<String> locations = IntStream.range(0, 5)
                .mapToObj(i -> location(request("anna", body, "respond-async; wait=1", "ten&more+1")))
                .toList();

        List<String> ids = locations.stream()
                .map(location ->
                        awaitStatus("anna", location, "PENDING").extract().<String>path("id"))
                .toList();
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(stage.count("SELECT count(*) FROM bookings WHERE show_id = " + show.value()))
                .isEqualTo(1);
        given().auth()
                .oauth2(TOKENS.customer("anna"))
                .header("Idempotency-Key", "\"ten&more+1\"")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/bookings")
                .then()
                .statusCode(201)
                .body("id", equalTo(ids.getFirst()));
    }

    @Test
    void otherPreferencesChangeNothing() {
        given().auth()
                .oauth2(TOKENS.customer("anna"))
                .header("Prefer", "return=minimal, wait=10")
                .contentType(ContentType.JSON)
                .body(Map.of("showId", stage.show(5, 0).toString(), "seats", List.of(1)))
                .post("/api/v1/bookings")
                .then()
                .statusCode(201);
    }

    private void send(List<Claim> claims) {
        requests.send(claims.stream().map(claim -> new Request(claim, null)).toList());
    }

    private static BookingId madeTenMinutesAgo(ShowId show) {
        return made(Duration.ofMinutes(10), show);
    }

    private static BookingId made(Duration ago, ShowId show) {
        TSID id = TSID.Factory.builder()
                .withClock(Clock.offset(Clock.systemUTC(), ago.negated()))
                .build()
                .generate();
        return new BookingId(show, id.toLong());
    }

    private ValidatableResponse request(String customer, ShowId show, List<Integer> seats) {
        return request(
                customer, Map.of("showId", show.toString(), "seats", seats), "return=minimal, Respond-Async", null);
    }

    private ValidatableResponse request(
            String customer, Map<String, Object> body, String prefer, @Nullable String key) {
        Call call = history.hold(String.valueOf(body.get("showId")), List.of());
        var request = given().auth()
                .oauth2(TOKENS.customer(customer))
                .header("Prefer", prefer)
                .contentType(ContentType.JSON)
                .body(body);
        if (key != null) {
            request.header("Idempotency-Key", "\"" + key + "\"");
        }
        ValidatableResponse accepted = request.post("/api/v1/bookings").then().statusCode(202);
        calls.put(location(accepted), call);
        return accepted;
    }

    private static String location(ValidatableResponse accepted) {
        return accepted.extract().header("Location");
    }

    private String path(BookingId id, String customer, @Nullable IdempotencyKey key) {
        return "/api/v1/bookings/" + id + "?receipt=" + receipts.receipt(id, customer, key);
    }

    private static ValidatableResponse look(String customer, String location) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TOKENS.customer(customer))
                .get(location)
                .then();
    }

    /** Its end is known now, and belongs to the history. */
    private ValidatableResponse awaitStatus(String customer, String location, String status) {
        await().atMost(SOON)
                .until(() -> look(customer, location)
                        .statusCode(200)
                        .extract()
                        .path("status")
                        .equals(status));
        ValidatableResponse booking = look(customer, location).statusCode(200);
        Call call = requireNonNull(calls.get(location));
        if (status.equals("PENDING")) {
            var body = booking.extract();
            call.held(body.path("id"), body.path("seats.seat"), Instant.parse(body.path("expiresAt")));
        } else {
            call.refused();
        }
        return booking;
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Stage.config("boxoffice.rabbitmq.host"));
        factory.setPort(Integer.parseInt(Stage.config("boxoffice.rabbitmq.port")));
        factory.setUsername(Stage.config("boxoffice.rabbitmq.username"));
        factory.setPassword(Stage.config("boxoffice.rabbitmq.password"));
        factory.setVirtualHost(Stage.config("boxoffice.rabbitmq.virtual-host"));
        return factory.newConnection();
    }
}
