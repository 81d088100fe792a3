package io.boxoffice.expiry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers in the place of booking-service what a test wants it to. */
public final class StubBookingService implements QuarkusTestResourceLifecycleManager {

    /** A question as it came over the wire. */
    public record Question(String method, String path, String authorization, String body) {}

    /** What came in, oldest first. */
    public static final List<Question> QUESTIONS = new CopyOnWriteArrayList<>();

    /** What came in for the waiting list, oldest first. */
    public static final List<Question> OFFERS = new CopyOnWriteArrayList<>();

    private static volatile int offersStatus = 200;
    private static volatile String offersBody = "{\"offers\": 0, \"more\": false}";

    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static volatile String body = "{\"expired\": 0, \"more\": false}";

    private @Nullable HttpServer server;

    /** From now on, every answer is this one. */
    public static void answer(int status, String json) {
        STATUS.set(status);
        body = json;
    }

    /** From now on, every answer about the waiting list is this one. */
    public static void answerOffers(int status, String json) {
        offersStatus = status;
        offersBody = json;
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", StubBookingService::handle);
            started.start();
            server = started;
            return Map.of(
                    "boxoffice.booking-service.url",
                    "http://127.0.0.1:" + started.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        boolean offers = exchange.getRequestURI().getPath().endsWith("/offers");
        (offers ? OFFERS : QUESTIONS)
                .add(new Question(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        byte[] bytes = (offers ? offersBody : body).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(offers ? offersStatus : STATUS.get(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
