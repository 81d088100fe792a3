package io.boxoffice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load generator against a small server. */
class LoadTest {

    private static final int ASKED = 50;

    private final AtomicInteger served = new AtomicInteger();
    private final List<String> bodies = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Duration pause = Duration.ZERO;

    LoadTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            LockSupport.parkNanos(pause.toNanos());
            int number = served.incrementAndGet();
            exchange.sendResponseHeaders(number % 2 == 0 ? 409 : 201, asked.length);
            exchange.getResponseBody().write(asked);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everyRequestIsAnsweredAndCountedByItsStatus() {
        Measured run = Load.closed(server.getAddress(), 4, Duration.ofSeconds(20), i -> new Asking(ASKED));

        assertThat(served).hasValue(4 * ASKED);
        assertThat(run.outcomes()).containsEntry(201, 2L * ASKED).containsEntry(409, 2L * ASKED);
        assertThat(run.count()).isEqualTo(run.latencies().getTotalCount());
        assertThat(bodies).hasSize(4 * ASKED).allMatch(body -> body.contains("\"seats\":[1, 2]"));
    }

    @Test
    void waitingForAConnectionCountsAsLatencyInTheOpenModel() {
        pause = Duration.ofMillis(20);

        Measured run =
                Load.open(server.getAddress(), 1, 200, 1, Duration.ofSeconds(1), i -> new Asking(Integer.MAX_VALUE));

        assertThat(run.count()).isBetween(150L, 250L);
        assertThat(run.millis(99))
                .as("four times as much as one connection can do")
                .isGreaterThan(1_000);
        assertThat(run.rate()).as("what came in time").isBetween(1.0, 60.0);
    }

    @Test
    void readsTheHeadersAndFieldsOfAnAnswer() {
        byte[] bytes = ("HTTP/1.1 201 Created\r\nRetry-After: 1\r\n\r\n"
                        + "{\"id\":\"0A-0B\",\"expiresAt\":\"2030-01-01T00:00:00Z\"}and what came before")
                .getBytes(StandardCharsets.UTF_8);
        int body = Wire.bodyStart(bytes, bytes.length);
        Answer answer = new Answer(201, bytes, body, bytes.length - "and what came before".length());

        assertThat(answer.text()).startsWith("{").endsWith("}");
        assertThat(answer.field("id")).isEqualTo("0A-0B");
        assertThat(answer.field("expiresAt")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(answer.field("status")).isEmpty();
        assertThat(answer.has("retry-after")).isTrue();
        assertThat(answer.has("location")).isFalse();
    }

    @Test
    void findsTheBodyOfAnAnswerOnlyWhenItsHeadIsComplete() {
        byte[] answer =
                "HTTP/1.1 201 Created\r\nX: y\r\nContent-Length:  17\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(Wire.bodyStart(answer, answer.length - 1)).isNegative();
        assertThat(Wire.bodyStart(answer, answer.length)).isEqualTo(answer.length);
        assertThat(Wire.contentLength(answer, answer.length)).isEqualTo(17);
    }

    private final class Asking implements Load.Customer {
        private final Requests requests = new Requests("token");
        private int left;

        Asking(int times) {
            left = times;
        }

        @Override
        public byte @Nullable [] next() {
            return left-- > 0 ? requests.hold("0A", List.of(1, 2)) : null;
        }

        @Override
        public void answered(Answer answer) {
            bodies.add(answer.text());
        }
    }
}
