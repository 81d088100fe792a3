package io.boxoffice.benchmark;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Folders;
import io.boxoffice.backends.RedisBackend;
import io.boxoffice.backends.Tokens;
import io.boxoffice.backends.Waiting;
import io.boxoffice.history.Books;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.history.Ledger;
import io.boxoffice.history.LiveView;
import io.boxoffice.standalone.BoxOfficeSystem;
import io.boxoffice.standalone.Progress;
import io.boxoffice.standalone.SystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A system of its own with two replicas of the booking-service, and what customers do there, one call at a time, each of
 * which goes into the history with its outcome.
 */
final class TwoReplicas implements AutoCloseable {

    static final List<String> REPLICAS = List.of("booking-service", "booking-service-2");

    private static final Duration READY = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> customers = new ConcurrentHashMap<>();
    private final History history = new History();
    private final BoxOfficeSystem system;
    private final Tokens tokens;

    TwoReplicas(Path folder) {
        Folders.delete(folder);
        SystemOptions options = SystemOptions.onFreePorts(folder)
                .withoutRequestLimits()
                .withReplicas("booking-service", 2)
                .with("booking-service", "BOXOFFICE_HOLDS_OPEN_PER_CUSTOMER", "1000000")
                .with("booking-service", "BOXOFFICE_HOLDS_SEATS_PER_CUSTOMER", "1000000")
                .with("booking-service", "BOXOFFICE_HOLDS_FREE_LAPSES", "1000000");
        system = new BoxOfficeSystem(options, Progress.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start();
        tokens = new Tokens(system.issuerUrl());
    }

    /** What came back. */
    record Answered(int status, String body) {

        /** The text of a field. */
        String field(String name) {
            String key = "\"" + name + "\":\"";
            int at = body.indexOf(key) + key.length();
            return body.substring(at, body.indexOf('"', at));
        }
    }

    /** A show whose seats can be booked. */
    String show(int seats) {
        Answered created = call(
                system.gateway().resolve("/api/v1/shows"),
                tokens.organiser("olga"),
                "POST",
                "{\"name\":\"Hamlet\",\"startsAt\":\"2035-01-01T20:00:00Z\",\"totalSeats\":" + seats + "}");
        String id = created.field("id");
        Waiting.until(
                READY,
                () -> REPLICAS.stream().allMatch(replica -> map(replica, id).status() == Bench.OK),
                () -> new CannotStart("no seats: " + created));
        return id;
    }

    Answered map(String replica, String show) {
        return call(URI.create(system.service(replica).url() + "/api/v1/shows/" + show + "/seats"), "", "GET", "");
    }

    /** Whether the map that a replica shows has that seat held. */
    boolean showsHeld(String replica, String show, int seat) {
        return map(replica, show).body().matches("(?s).*\"seat\":" + seat + ",[^}]*\"status\":\"HELD\".*");
    }

    Answered hold(String customer, String show, List<Integer> seats) {
        Call call = history.hold(show, seats);
        Answered answer =
                call(bookings(""), token(customer), "POST", "{\"showId\":\"" + show + "\",\"seats\":" + seats + "}");
        if (answer.status() == Bench.CREATED) {
            call.held(answer.field("id"), seats, Instant.parse(answer.field("expiresAt")));
        }
        return answer;
    }

    /** To {@code confirm} or {@code cancel}. */
    Answered decide(String customer, String booking, String action) {
        Call call = action.equals("confirm") ? history.confirm(booking) : history.release(booking);
        Answered answer = call(bookings("/" + booking + "/" + action), token(customer), "POST", "");
        if (answer.status() == Bench.OK) {
            call.done();
        } else if (answer.status() < 500) {
            call.refused();
        }
        return answer;
    }

    History history() {
        return history;
    }

    /** What the database says now. */
    Books books() {
        try (Connection booking = booking()) {
            return Ledger.read(booking);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI bookings(String path) {
        return system.gateway().resolve("/api/v1/bookings" + path);
    }

    private String token(String customer) {
        return customers.computeIfAbsent(customer, tokens::customer);
    }

    /** Watches at the gateway. */
    LiveView watch(String show) {
        return LiveView.of(http, system.gateway(), show);
    }

    LiveView watch(String replica, String show) {
        return LiveView.of(http, URI.create(system.service(replica).url()), show);
    }

    Map<Integer, LiveView.Seat> inDatabase(String show) {
        try (Connection booking = booking()) {
            return LiveView.inDatabase(booking, show);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection booking() throws SQLException {
        return DriverManager.getConnection(
                system.postgres().url() + "/booking",
                "booking",
                system.postgres().password());
    }

    RedisBackend redis() {
        return system.redis();
    }

    private Answered call(URI address, String token, String method, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answered(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        system.close();
    }
}
