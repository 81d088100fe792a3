package io.boxoffice.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls Box Office as its users do: over HTTP, through the gateway. Where others run it, requests are limited, and whoever
 * is told to wait waits.
 */
record Gateway(URI base, @Nullable String token) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final boolean LIMITED = System.getProperty("boxoffice.against") != null;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST_TRIES = 10;

    /** What came back. */
    record Answer(int status, HttpHeaders headers, JsonNode body) {

        String contentType() {
            return headers.firstValue("Content-Type").orElse("");
        }

        @Nullable
        String retryAfter() {
            return headers.firstValue("Retry-After").orElse(null);
        }

        @Nullable
        String location() {
            return headers.firstValue("Location").orElse(null);
        }

        @Nullable
        String etag() {
            return headers.firstValue("ETag").orElse(null);
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }

        /** The last part of a problem's type; empty if it is no problem document. */
        String problem() {
            return contentType().startsWith("application/problem+json")
                    ? text("/type").replace("urn:boxoffice:problem:", "")
                    : "";
        }
    }

    /** The same gateway for the bearer of a token. */
    Gateway with(String bearer) {
        return new Gateway(base, bearer);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path) {
        return send("POST", path, "");
    }

    Answer post(String path, Object body) {
        return send("POST", path, JSON.valueToTree(body).toString());
    }

    /** A page that is no JSON. */
    static String text(URI address) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Wants an answer before the work is done. */
    Answer postAsync(String path, Object body) {
        return send("POST", path, JSON.valueToTree(body).toString(), "Prefer", "respond-async");
    }

    Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpRequest sent = request.build();
            HttpResponse<String> response = patiently(sent);
            Contract.get()
                    .keep(new Contract.Exchange(method, path, sent.headers().map(), body, response));
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    response.headers(),
                    type.contains("json") ? JSON.readTree(response.body()) : MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> patiently(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        for (int tries = 1; LIMITED && tries < MOST_TRIES && response.statusCode() == TOO_MANY_REQUESTS; tries++) {
            long pause = response.headers().firstValueAsLong("Retry-After").orElse(1);
            await().pollDelay(Duration.ofSeconds(pause))
                    .atMost(TIMEOUT.plusSeconds(pause))
                    .until(() -> true);
            response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return response;
    }
}
