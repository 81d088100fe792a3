package io.boxoffice.expiry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

    private static volatile Duration answersAfter = Duration.ZERO;
    private static final AtomicInteger AT_ONCE = new AtomicInteger();
    private static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

    private static @Nullable HttpServer server;

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

    /** From now on, every answer takes so long. */
    public static void answerAfter(Duration pause) {
        answersAfter = pause;
        MOST_AT_ONCE.set(0);
    }

    /** The most questions that waited for a slow answer at the same time. */
    public static int mostAtOnce() {
        return MOST_AT_ONCE.get();
    }

    /** Refuses connections while something else happens. */
    public static void beingAway(Runnable meanwhile) {
        int port = end();
        try {
            meanwhile.run();
        } finally {
            listen(port);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of("boxoffice.booking-service.url", "http://127.0.0.1:" + listen(0));
    }

    private static synchronized int listen(int port) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            started.createContext("/", StubBookingService::handle);
            started.setExecutor(Executors.newCachedThreadPool());
            started.start();
            server = started;
            return started.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized int end() {
        HttpServer ending = Objects.requireNonNull(server);
        ending.stop(0);
        return ending.getAddress().getPort();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        boolean offers = exchange.getRequestURI().getPath().endsWith("/offers");
        (offers ? OFFERS : QUESTIONS)
                .add(new Question(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        takeTime();
        byte[] bytes = (offers ? offersBody : body).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(offers ? offersStatus : STATUS.get(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void takeTime() {
        MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
        try {
            new CountDownLatch(1).await(answersAfter.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            AT_ONCE.decrementAndGet();
        }
    }

    @Override
    public void stop() {
        end();
    }
}
