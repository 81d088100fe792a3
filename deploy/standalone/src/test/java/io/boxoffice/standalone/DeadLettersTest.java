package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.boxoffice.backends.CannotStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HttpServer server;

    DeadLettersTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            requests.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = answers.remove();
            var bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void lettersAreListedWithTheirReasons() {
        answers.add("""
                200 {"depths":{"email-worker":12},"deadLetters":[{"queue":"email-worker","messageId":"m-1",
                "type":"t","subject":"s","reason":"550 no such user","attempts":4,"failedAt":"2026-01-01T00:00:00Z"}]}""");

        run("list", "email-worker");

        assertThat(requests)
                .containsExactly("GET /api/v1/notifications/dead-letters?queue=email-worker", "Bearer secret");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("12", "m-1", "550 no such user", "after 4 attempts");
    }

    @Test
    void aQueueIsSentBackCallByCallButNothingTwice() {
        answers.add("200 {\"redriven\":1000,\"left\":500}");
        answers.add("200 {\"redriven\":500,\"left\":3}");

        run("redrive", "--all", "email-worker");

        assertThat(requests)
                .filteredOn(line -> line.startsWith("POST"))
                .hasSize(2)
                .containsOnly("POST /api/v1/notifications/dead-letters/redrive {\"queue\":\"email-worker\"}");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("1500 of 'email-worker'");
    }

    @Test
    void whatSeveralQueuesHaveIsSentBackForOneOfThem() {
        answers.add("200 {\"queue\":\"expiry-worker\"}");
        answers.add("200 {\"redriven\":1,\"left\":0}");

        run("show", "m-1", "expiry-worker");
        run("redrive", "m-1", "expiry-worker");

        assertThat(requests.getFirst()).isEqualTo("GET /api/v1/notifications/dead-letters/m-1?queue=expiry-worker");
        assertThat(requests.get(2))
                .startsWith("POST /api/v1/notifications/dead-letters/redrive")
                .contains("\"messageId\":\"m-1\"", "\"queue\":\"expiry-worker\"");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 at work again.");
    }

    @Test
    void aRefusalIsToldInTheServersWords() {
        answers.add("404 {\"detail\":\"There is nothing here.\"}");

        assertThatThrownBy(() -> run("redrive", "m-1"))
                .isInstanceOf(CannotStart.class)
                .hasMessage("The answer is 404: There is nothing here.");
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredWithWhatIs() {
        for (var wrong : List.of(
                List.of(),
                List.of("lost"),
                List.of("show"),
                List.of("show", "../x"),
                List.of("redrive", "a", "b", "c"))) {
            assertThatThrownBy(() -> run(wrong.toArray(String[]::new)))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("redrive --all QUEUE");
        }
        assertThat(requests).isEmpty();
    }

    private void run(String... words) {
        var api = new Api("http://127.0.0.1:" + server.getAddress().getPort());
        var console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8));
        new DeadLetters(api, "secret", console).run(Arguments.options(List.of(words), "--all"));
    }
}
