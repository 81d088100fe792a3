package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.application.CancelBooking;
import io.boxoffice.booking.application.ConfirmBooking;
import io.boxoffice.booking.application.HoldSeats;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.history.LiveView;
import io.boxoffice.kernel.id.ShowId;
import io.hypersistence.tsid.TSID;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who watch a show see what happens to its seats. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class LiveSeatsTest {

    private static final int CROWD = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Customer anna = Stage.customer();

    @Inject
    Stage stage;

    @Inject
    HoldSeats holdSeats;

    @Inject
    ConfirmBooking confirmBooking;

    @Inject
    CancelBooking cancelBooking;

    @Inject
    RedisDataSource redis;

    @TestHTTPResource("/")
    URI service;

    @BeforeEach
    void settle() {
        stage.settle();
    }

    @AfterEach
    void close() {
        stage.clockReset();
        stage.unblock();
        http.shutdownNow();
    }

    @Test
    void aSnapshotComesFirstAndThenEachChangeWithTheSeatsOwnVersion() {
        ShowId show = stage.show(20, 5);
        hold(show, 3);
        try (LiveView view = watch(show)) {
            awaitSeat(view, 3, 1, "HELD");
            assertThat(view.snapshots()).isEqualTo(1);
            assertThat(view.seats().keySet()).containsExactly(3);
            assertThat(view.available()).isEqualTo(Map.of(2, 5));

            Booking booking = hold(show, 7);
            awaitSeat(view, 7, 1, "HELD");
            assertThat(view.seat(7).heldUntil()).isEqualTo(booking.heldUntil());
            confirmBooking
                    .handle(booking.id(), new Viewer(anna.id(), false, false))
                    .toCompletableFuture()
                    .join();
            awaitSeat(view, 7, 2, "BOOKED");
            cancelBooking
                    .handle(booking.id(), new Viewer(anna.id(), false, false))
                    .toCompletableFuture()
                    .join();
            awaitSeat(view, 7, 3, "AVAILABLE");
            assertThat(view.snapshots()).isEqualTo(1);
        }
    }

    @Test
    void placesOfGeneralAdmissionAreCountedAlsoWhenAHoldLapses() {
        ShowId show = stage.show(10, 5);
        try (LiveView view = watch(show)) {
            hold(show, new SeatRequest.Places("Standing", 2));
            awaitAvailable(view, 3);
            stage.clockAhead(Duration.ofMinutes(3));
            awaitAvailable(view, 5);
            assertThat(view.seats()).isEmpty();
        }
    }

    @Test
    void whatAnotherReplicaDidIsToldWhenItsHintArrivesAndOtherwiseSoonAfter() {
        ShowId show = stage.show(10, 0);
        try (LiveView view = watch(show)) {
            blockElsewhere(show, 1);
            redis.pubsub(String.class).publish("changed-shows", show.toString());
            awaitSeat(view, 1, 1, "BLOCKED");
            blockElsewhere(show, 2);
            awaitSeat(view, 2, 1, "BLOCKED");
        }
    }

    @Test
    void whoComesBackSeesWhatHappenedMeanwhile() {
        ShowId show = stage.show(10, 0);
        try (LiveView view = watch(show)) {
            hold(show, 1);
            awaitSeat(view, 1, 1, "HELD");
            view.cut();
            hold(show, 2);
            view.connect();
            awaitSeat(view, 2, 1, "HELD");
        }
    }

    @Test
    void twoThousandWatchTheSameShow() {
        ShowId show = stage.show(200, 0);
        List<LiveView> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(watch(show));
            }
            await().atMost(PATIENCE).until(() -> crowd.stream().allMatch(view -> view.snapshots() == 1));
            assertThat(openSockets()).isGreaterThanOrEqualTo(CROWD);
            long start = System.nanoTime();
            hold(show, 77);
            await().atMost(PATIENCE)
                    .until(() -> crowd.stream()
                            .allMatch(view -> view.seat(77).status().equals("HELD")));
            long last =
                    crowd.stream().mapToLong(view -> view.seat(77).told()).max().orElseThrow();
            System.out.printf("FIGURE live %d sockets told after %d ms%n", CROWD, (last - start) / 1_000_000);
        } finally {
            crowd.forEach(LiveView::close);
        }
        await().atMost(PATIENCE).until(() -> openSockets() == 0);
    }

    @Test
    void whoCannotWatchIsToldWhyBeforeTheUpgrade() {
        ShowId unknown = new ShowId(
                TSID.from(System.currentTimeMillis() - 10_000_000_000L).toLong());
        refused(unknown.toString()).statusCode(404).body("type", equalTo("urn:boxoffice:problem:not-found"));
        refused("no-show").statusCode(404).body("type", equalTo("urn:boxoffice:problem:not-found"));
        refused(ShowId.next().toString())
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", equalTo("urn:boxoffice:problem:seats-not-ready"));
        given().get("/api/v1/shows/" + stage.show(1, 0) + "/seats/live")
                .then()
                .statusCode(426)
                .header("Upgrade", "websocket")
                .contentType("application/problem+json");
    }

    private static io.restassured.response.ValidatableResponse refused(String show) {
        return given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/api/v1/shows/" + show + "/seats/live")
                .then()
                .contentType("application/problem+json");
    }

    private int openSockets() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("boxoffice_live_sockets"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private LiveView watch(ShowId show) {
        return LiveView.of(http, service, show.toString());
    }

    private Booking hold(ShowId show, int seat) {
        return hold(show, new SeatRequest.Named(List.of(seat)));
    }

    private Booking hold(ShowId show, SeatRequest request) {
        return ((Held) holdSeats
                        .handle(new HoldSeats.Command(anna, show, request, null))
                        .toCompletableFuture()
                        .join())
                .booking();
    }

    /** What a transaction of another instance leaves behind. */
    private void blockElsewhere(ShowId show, int seat) {
        stage.execute("UPDATE seats SET status = 3, version = version + 1 WHERE show_id = " + show.value()
                + " AND seat_no = " + seat);
    }

    private static void awaitSeat(LiveView view, int seat, int version, String status) {
        await().atMost(PATIENCE)
                .until(
                        () -> view.seat(seat),
                        told -> told.version() == version && told.status().equals(status));
    }

    private static void awaitAvailable(LiveView view, int places) {
        await().atMost(PATIENCE).until(() -> view.available().equals(Map.of(2, places)));
    }
}
