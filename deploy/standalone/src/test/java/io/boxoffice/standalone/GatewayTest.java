package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's own nginx with its own configuration, before services that only say who they are and what they got. */
class GatewayTest {

    private static final String SHOWS = "/api/v1/shows";
    private static final String BOOKING = "/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M";
    private static final String LIVE = "/api/v1/shows/0DZQ8A7NHXY1K/seats/live";
    private static final String WEBSOCKET = "Upgrade: websocket";
    private static final Path CONFIGURATION = Folders.checkout(Path.of("")).resolve("deploy/gateway/nginx");
    private static final Pattern PASSED = Pattern.compile("proxy_set_header (\\S+) \\$http_");
    private static final Pattern PARAMETER = Pattern.compile("\"name\" : \"([^\"]+)\",\\s+\"in\" : \"header\"");

    @TempDir
    private Path folder;

    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final List<HttpServer> services = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = gateway(Map.of("BOXOFFICE_GATEWAY_RATE", "100000"), service("booking-service"));
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop();
        services.forEach(service -> service.stop(0));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/shows, show-service",
        "/api/v1/shows?limit=5, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/cancel, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/seats, booking-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/seats/live, booking-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/waiting-list, booking-service",
        "/api/v1/availability?showId=0DZQ8A7NHXY1K, booking-service",
        "/api/v1/bookings, booking-service",
        "/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M/confirm, booking-service",
        "/api/v1/ticket-keys, booking-service",
        "/api/v1/revocations, booking-service",
        "/api/v1/notifications, notification-service",
        "/api/v1/notifications/5/resend, notification-service",
        "/api/v1/notifications/dead-letters, notification-service",
        "/api/v1/notifications/dead-letters/0DZQ8A7NHXY1K, notification-service",
        "/api/v1/notifications/dead-letters/redrive, notification-service"
    })
    void everyRouteLeadsToItsService(String path, String service) throws Exception {
        assertThat(get(path).body()).startsWith(service + " ");
    }

    @Test
    void onlyWhoWatchesSeatsLiveIsUpgraded() throws Exception {
        assertThat(raw(LIVE, WEBSOCKET, "Sec-WebSocket-Version: 13"))
                .contains("booking-service ", "upgrade=[websocket]", "sec-websocket-version=[13]");
        assertThat(raw("/api/v1/shows/0DZQ8A7NHXY1K/seats", WEBSOCKET))
                .contains("booking-service ")
                .doesNotContain("upgrade=");
    }

    @Test
    void whoFindsAllLiveSocketsTakenIsToldToWait() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            restart(Map.of("BOXOFFICE_GATEWAY_SOCKETS", "1"), slow.getLocalPort());

            try (Socket watching = sent(LIVE, WEBSOCKET);
                    Socket served = slow.accept()) {
                assertThat(served.getInputStream().read()).isEqualTo('G');
                assertThat(raw(LIVE, WEBSOCKET))
                        .contains(" 503 ", "Retry-After: 2", "urn:boxoffice:problem:service-unavailable");
                assertThat(get(SHOWS).statusCode()).isEqualTo(200);
                assertThat(watching.getInputStream().available()).isZero();
            }
        }
    }

    /** Their HTTP server refuses a control character without a word. */
    @Test
    void servicesGetNoHeaderThatNobodyLookedAt() throws Exception {
        List<String> passed = found(PASSED, "nginx.conf");

        assertThat(passed).containsAll(found(PARAMETER, "openapi.json"));
        for (String header : passed) {
            assertThat(raw(BOOKING, header + ": a\u0001"))
                    .as(header)
                    .contains(" 400 ", "urn:boxoffice:problem:bad-request");
        }
        assertThat(raw(BOOKING, "Accept-Encoding: gzip", "Accept-Encoding: br, \u0001"))
                .doesNotContain("\u0001");
        assertThat(raw(BOOKING, "Cookie: \u0001", "X-Whatever: \u0001"))
                .contains("booking-service ")
                .doesNotContain("cookie", "x-whatever");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/expirations",
                "/internal/shows/0DZQ8A7NHXY1K/offers",
                "/api/v1/internal/expirations",
                "/q/metrics",
                "/q/health/ready",
                "/q/openapi",
                "/api/v1/bookings/x/internal",
                "/api/v1/shows/../../../internal/expirations",
                "/api/v1/shows/%2e%2e/%2e%2e/%2e%2e/q/metrics",
                "/api/v1/bookings/..%2f..%2f..%2fq/metrics",
                "//internal/expirations",
                "/api/v1/bookings;/../../internal/expirations",
                "/api/v1/b%6fokings",
                "/api/v1/shows/%30/seats",
                "/problem/bad-request"
            })
    void nothingElseIsThere(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("urn:boxoffice:problem:not-found");
    }

    /** Services would count each on its own. */
    @Test
    void aPathWithAFragmentIsNone() throws Exception {
        assertThat(raw("/api/v1/bookings#1")).contains(" 404 ", "urn:boxoffice:problem:not-found");
    }

    @Test
    void methodsThatNobodyKnowsGoNoFurther() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri(BOOKING)).method("BREW", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("urn:boxoffice:problem:method-not-allowed");
        for (String method : List.of("OPTIONS", "PATCH", "PUT", "DELETE")) {
            assertThat(send(HttpRequest.newBuilder(uri(BOOKING)).method(method, BodyPublishers.noBody()))
                            .body())
                    .as(method)
                    .startsWith("booking-service ");
        }
    }

    @Test
    void nobodySaysWhereTheyComeFrom() throws Exception {
        String got = get(
                        BOOKING,
                        "X-Forwarded-For",
                        "203.0.113.7",
                        "X-Real-IP",
                        "203.0.113.7",
                        "Forwarded",
                        "for=203.0.113.7",
                        "X-Forwarded-Proto",
                        "gopher",
                        "X-Forwarded-Host",
                        "evil.example")
                .body();

        assertThat(got).doesNotContain("203.0.113.7", "gopher", "evil").contains("x-forwarded-for=[127.0.0.1]");
    }

    @Test
    void aProxyInFrontThatWeTrustSaysWhereTheyComeFrom() throws Exception {
        restart(Map.of("BOXOFFICE_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8"));

        assertThat(get(BOOKING, "X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.0.0.3")
                        .body())
                .contains("x-forwarded-for=[203.0.113.7]");
    }

    @Test
    void everyRequestHasAnIdThatAnswersAndServicesKnow() throws Exception {
        HttpResponse<String> own = get(BOOKING, "X-Request-Id", "order-4711-a");
        HttpResponse<String> made = get(BOOKING);
        HttpResponse<String> odd = get(BOOKING, "X-Request-Id", "a \"b\"");
        HttpResponse<String> missing = get("/nothing", "X-Request-Id", "order-4711-b");

        assertThat(requestId(own)).isEqualTo("order-4711-a");
        assertThat(own.body()).contains("x-request-id=[order-4711-a]");
        assertThat(requestId(made)).matches("[0-9a-f]{32}");
        assertThat(made.body()).contains("x-request-id=[" + requestId(made) + "]");
        assertThat(requestId(odd)).matches("[0-9a-f]{32}");
        assertThat(missing.body()).contains("\"requestId\":\"order-4711-b\"");
        assertThat(requestId(missing)).isEqualTo("order-4711-b");
    }

    /** An address, or for IPv6 a /64. */
    @ParameterizedTest
    @CsvSource({"203.0.113.77, 203.0.113.78", "2001:db8:a:a::%x, 2001:db8:a:b::1"})
    void whoSendsTooMuchIsToldToWait(String client, String other) throws Exception {
        restart(Map.of("BOXOFFICE_GATEWAY_RATE", "1", "BOXOFFICE_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8"));

        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            answers.add(get(BOOKING, "X-Forwarded-For", client.formatted(i)));
        }
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() != 200).toList();

        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body()).contains("urn:boxoffice:problem:too-many-requests");
        });
        assertThat(answers.subList(0, 1_000)).allMatch(answer -> answer.statusCode() == 200);
        assertThat(get(BOOKING, "X-Forwarded-For", other).statusCode()).isEqualTo(200);
    }

    @Test
    void containersLetInAsMuch() throws Exception {
        assertThat(Files.readAllLines(CONFIGURATION.resolve("edge.conf")))
                .containsAll(new Edge(Map.of())
                        .configuration()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList());
    }

    /** Whatever goes wrong with a request, the log tells neither where it came from nor what was looked for. */
    @Test
    void theLogNamesNobody() throws Exception {
        restart(Map.of("BOXOFFICE_GATEWAY_RATE", "1", "BOXOFFICE_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8"));
        String[] from = {"X-Forwarded-For", "203.0.113.77"};
        String named = SHOWS + "?q=anna";

        assertThat(post(named, "x".repeat(70_000), from).statusCode()).isEqualTo(413);
        assertThat(get(named + "x".repeat(20_000), from).statusCode()).isEqualTo(414);
        services.forEach(service -> service.stop(0));
        assertThat(get(named, from).statusCode()).isEqualTo(502);
        for (int i = 0; i < 1_100; i++) {
            get(named, from);
        }

        assertThat(folder.resolve("gateway.log"))
                .content()
                .contains(" 413 ", " 414 ", " 502 ", " 429 ")
                .doesNotContain("203.0.113.77", "anna");
    }

    @Test
    void aServiceThatIsAwayIsAProblemWithAPause() throws Exception {
        services.forEach(service -> service.stop(0));
        HttpResponse<String> answer = get(SHOWS);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.body()).contains("urn:boxoffice:problem:service-away");
    }

    @Test
    void aBodyThatIsTooLargeGoesNoFurther() throws Exception {
        HttpResponse<String> answer = post(SHOWS, "x".repeat(70_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:boxoffice:problem:body-too-large");
    }

    @Test
    void everyAnswerIsProtectedOnce() throws Exception {
        for (String path : List.of(SHOWS, "/nothing", "/")) {
            HttpResponse<String> answer = get(path);
            for (String header : List.of("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy")) {
                assertThat(answer.headers().allValues(header))
                        .as(path + " " + header)
                        .hasSize(1);
            }
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void aKeyForDevelopmentIsMadeOnceAndServesTls() throws Exception {
        Map<String, String> withTls = Map.of("BOXOFFICE_GATEWAY_TLS_PORT", "" + tlsPort);
        restart(withTls);
        byte[] certificate = Files.readAllBytes(folder.resolve("a gateway/tls.crt"));
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(trusting(certificate)).build();

        HttpResponse<String> answer = trusting.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + tlsPort + SHOWS))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).startsWith("show-service ").contains("x-forwarded-proto=[https]");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");

        restart(withTls);
        assertThat(Files.readAllBytes(folder.resolve("a gateway/tls.crt"))).isEqualTo(certificate);
    }

    private void restart(Map<String, String> environment) {
        restart(environment, service("booking-service"));
    }

    private void restart(Map<String, String> environment, int bookingService) {
        gateway.stop();
        gateway = gateway(environment, bookingService);
        gateway.start();
    }

    private Gateway gateway(Map<String, String> environment, int bookingService) {
        return new Gateway(
                CONFIGURATION,
                folder.resolve("a gateway"),
                folder.resolve("gateway.log"),
                port,
                new Edge(environment),
                Map.of(
                        "show-service", List.of(service("show-service")),
                        "booking-service", List.of(bookingService),
                        "notification-service", List.of(service("notification-service"))),
                note -> {});
    }

    /** Answers with its name and the headers it got, and protects its answers as services do. */
    private int service(String name) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                StringBuilder got = new StringBuilder(name).append(' ');
                exchange.getRequestHeaders()
                        .forEach((header, values) -> got.append(header.toLowerCase(Locale.ROOT))
                                .append('=')
                                .append(values)
                                .append(' '));
                byte[] body = got.toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
                exchange.getResponseHeaders().add("Referrer-Policy", "no-referrer");
                exchange.getResponseHeaders().add("Content-Security-Policy", "default-src 'none'");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            services.add(server);
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws Exception {
        IntStream.range(0, headers.length / 2).forEach(i -> request.header(headers[2 * i], headers[2 * i + 1]));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static List<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(CONFIGURATION.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The answer to a request that the HTTP client would not send. */
    private String raw(String path, String... headers) throws IOException {
        try (Socket socket = sent(path, headers)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private Socket sent(String path, String... headers) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(30_000);
        String head = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + String.join("\r\n", headers);
        socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Id").orElse("");
    }

    private static SSLContext trusting(byte[] certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream content = new ByteArrayInputStream(certificate)) {
            store.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(content));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
