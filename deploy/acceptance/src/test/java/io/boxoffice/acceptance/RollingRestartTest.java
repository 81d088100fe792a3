package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.Tokens;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Two replicas of each service that answers customers are restarted one after the other while people buy. */
class RollingRestartTest {

    private static final int RESTARTS = Boolean.getBoolean("soak") ? 20 : 2;
    private static final int BUYERS = 6;
    private static final int SEATS = 5_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger nextSeat = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

    @Test
    @DisabledIfSystemProperty(named = "boxoffice.against", matches = ".+", disabledReason = "restarts processes")
    void noRequestFailsWhileServicesAreRestarted() throws InterruptedException, ExecutionException, SQLException {
        Path folder =
                Path.of("target", "rolling-" + ProcessHandle.current().pid()).toAbsolutePath();
        SystemOptions options = SystemOptions.onFreePorts(folder)
                .withReplicas("booking-service", 2)
                .withReplicas("show-service", 2);
        try (BoxOfficeSystem system = new BoxOfficeSystem(options, Progress.NONE)) {
            Thread cleanUp = new Thread(system::close);
            Runtime.getRuntime().addShutdownHook(cleanUp);
            system.start();
            sellWhileRestarting(system);
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private void sellWhileRestarting(BoxOfficeSystem system)
            throws InterruptedException, ExecutionException, SQLException {
        Gateway gateway = new Gateway(system.gateway(), null);
        Tokens tokens = new Tokens(system.issuerUrl());
        String show = gateway.with(tokens.organiser("olga"))
                .post(
                        "/api/v1/shows",
                        Map.of("name", "Macbeth", "startsAt", People.inAMonth().toString(), "totalSeats", SEATS))
                .text("/id");
        await().atMost(People.PATIENCE)
                .until(() -> gateway.get("/api/v1/shows/" + show + "/seats").status() == 200);
        try (ExecutorService buyers = Executors.newFixedThreadPool(BUYERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                String token = tokens.customer("buyer-" + i);
                running.add(buyers.submit(() -> buy(system.gateway(), token, show)));
            }
            for (int i = 0; i < RESTARTS; i++) {
                system.restart(i % 2 == 0 ? "booking-service" : "show-service");
            }
            open.set(false);
            for (Future<?> buyer : running) {
                buyer.get();
            }
        }
        System.out.printf(
                "FIGURE rolling-restart %d restarts of two replicas, %d answers, %d failed, %d bookings confirmed%n",
                RESTARTS, answers.get(), failures.size(), confirmed.size());
        assertThat(failures).isEmpty();
        assertThat(confirmed).hasSizeGreaterThan(20);
        try (Connection books = DriverManager.getConnection(
                        system.postgres().url() + "/booking",
                        "booking",
                        system.postgres().password());
                Statement statement = books.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(confirmed.size());
        }
    }

    /** Looks, holds, confirms and looks again, each time another seat. */
    private void buy(URI gateway, String token, String show) {
        while (open.get()) {
            int seat = nextSeat.incrementAndGet();
            call(gateway, token, "GET", "/api/v1/shows/" + show, "");
            String held = call(
                    gateway,
                    token,
                    "POST",
                    "/api/v1/bookings",
                    "{\"showId\":\"%s\",\"seats\":[%d]}".formatted(show, seat));
            String id = held.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
            if (call(gateway, token, "POST", "/api/v1/bookings/" + id + "/confirm", "")
                    .contains("CONFIRMED")) {
                confirmed.add(id);
            }
        }
    }

    /** On a connection of its own: the gateway's workers, which are replaced at each step, close idle ones. */
    private String call(URI gateway, String token, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        answers.incrementAndGet();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() < 300) {
                return response.body();
            }
            failures.add(method + " " + path + ": " + response.statusCode() + " " + response.body());
        } catch (IOException e) {
            failures.add(method + " " + path + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }
}
