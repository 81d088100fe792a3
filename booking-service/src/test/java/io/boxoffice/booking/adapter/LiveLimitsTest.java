package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.history.LiveView;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Those who watch cost no more than they may. */
@QuarkusTest
@TestProfile(LiveLimitsTest.Narrow.class)
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class LiveLimitsTest {

    private static final int SOCKETS = 2;
    private static final int SEATS = 20_000;
    private static final int TOO_SLOW = 1013;
    private static final int SMALL_BUFFER = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Stage stage;

    @TestHTTPResource("/")
    URI service;

    /** Few sockets, little patience, and looks that hardly wait for each other. */
    public static class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "boxoffice.live.sockets", String.valueOf(SOCKETS),
                    "boxoffice.live.patience", "1s",
                    "boxoffice.live.pause", "10ms",
                    "boxoffice.live.catch-up", "1s");
        }
    }

    @Test
    void whoDoesNotReadIsDroppedWithAReasonAndHarmsNobody() throws IOException {
        ShowId show = stage.show(SEATS, 0);
        HttpClient http = HttpClient.newHttpClient();
        try (LiveView reader = LiveView.of(http, service, show.toString());
                Socket sleeper = new Socket()) {
            sleeper.setReceiveBufferSize(SMALL_BUFFER);
            sleeper.connect(new InetSocketAddress(service.getHost(), service.getPort()));
            sleeper.getOutputStream().write(upgrade(show).getBytes(US_ASCII));
            await().atMost(PATIENCE).until(() -> metric("boxoffice_live_sockets") == 2);

            await().atMost(PATIENCE).until(() -> {
                touchAllSeats(show);
                return metric("boxoffice_live_dropped_total") == 1;
            });

            byte[] all = sleeper.getInputStream().readAllBytes();
            assertThat(new String(all, all.length - 10, 10, US_ASCII)).endsWith("too slow");
            assertThat((all[all.length - 10] & 0xff) << 8 | (all[all.length - 9] & 0xff))
                    .isEqualTo(TOO_SLOW);
            touchAllSeats(show);
            int version = (int) stage.count("SELECT max(version) FROM seats WHERE show_id = " + show.value());
            await().atMost(PATIENCE)
                    .until(() -> reader.seats().size() == SEATS
                            && reader.seats().values().stream().allMatch(seat -> seat.version() == version));
            assertThat(reader.closeCode()).isZero();
        } finally {
            http.shutdownNow();
        }
        await().atMost(PATIENCE).until(() -> metric("boxoffice_live_sockets") == 0);
    }

    @Test
    void whoComesWhenAllSocketsAreTakenIsSentToTheSeatMap() {
        ShowId show = stage.show(1, 0);
        HttpClient http = HttpClient.newHttpClient();
        LiveView first = LiveView.of(http, service, show.toString());
        LiveView second = LiveView.of(http, service, show.toString());
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .get("/api/v1/shows/" + show + "/seats/live")
                .then()
                .statusCode(503)
                .header("Retry-After", "10")
                .body("type", equalTo("urn:boxoffice:problem:too-many-watchers"));
        first.close();
        second.close();
        http.shutdownNow();
        await().atMost(PATIENCE).until(() -> metric("boxoffice_live_sockets") == 0);
    }

    @Test
    void whoHangsUpBeforeTheUpgradeLeavesNothingBehind() throws IOException {
        ShowId show = stage.show(1, 0);
        for (int i = 0; i < 20; i++) {
            try (Socket rude = new Socket(service.getHost(), service.getPort())) {
                rude.setSoLinger(true, 0);
                rude.getOutputStream().write(upgrade(show).getBytes(US_ASCII));
            }
        }

        HttpClient http = HttpClient.newHttpClient();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            try (LiveView first = LiveView.of(http, service, show.toString());
                    LiveView second = LiveView.of(http, service, show.toString())) {
                assertThat(first.closeCode() + second.closeCode()).isZero();
            }
        });
        http.shutdownNow();
        await().atMost(PATIENCE).until(() -> metric("boxoffice_live_sockets") == 0);
    }

    private void touchAllSeats(ShowId show) {
        stage.execute("UPDATE seats SET version = version + 1 WHERE show_id = " + show.value());
    }

    private static String upgrade(ShowId show) {
        return "GET /api/v1/shows/" + show + "/seats/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    private static int metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
