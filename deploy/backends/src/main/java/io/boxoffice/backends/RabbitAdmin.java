package io.boxoffice.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** RabbitMQ's management API: what tests and people want to know that AMQP does not tell. */
public final class RabbitAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final String user;
    private final String password;
    /** HTTP/1.1: the server ends a connection of HTTP/2 after a while, and the client fails then instead of opening another. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public RabbitAdmin(URI address, String user, String password) {
        this.address = address;
        this.user = user;
        this.password = password;
    }

    /** Replaces a virtual host by an empty one that the user may use. */
    public void emptyVirtualHost(String name) throws IOException {
        var path = "/api/vhosts/" + encoded(name);
        send("DELETE", path, "", 204, 404);
        send("PUT", path, "{}", 201, 204);
        send(
                "PUT",
                "/api/permissions/" + encoded(name) + "/" + encoded(user),
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}",
                201,
                204);
    }

    /** Names and message counts of a virtual host's queues; counts lag a few seconds behind. */
    public Map<String, Long> queues(String virtualHost) throws IOException {
        var counts = new TreeMap<String, Long>();
        JsonNode queues = JSON.readTree(send("GET", "/api/queues/" + encoded(virtualHost), "", 200));
        queues.forEach(queue ->
                counts.put(queue.path("name").asText(), queue.path("messages").asLong()));
        return counts;
    }

    /** Exchanges, queues and bindings of a virtual host, as JSON. */
    public String definitions(String virtualHost) throws IOException {
        return send("GET", "/api/definitions/" + encoded(virtualHost), "", 200);
    }

    /** Drops the messages that wait in a queue. */
    public void purge(String virtualHost, String queue) throws IOException {
        send("DELETE", "/api/queues/" + encoded(virtualHost) + "/" + encoded(queue) + "/contents", "", 204);
    }

    public URI address() {
        return address;
    }

    boolean answers() throws IOException {
        send("GET", "/api/whoami", "", 200);
        return true;
    }

    private String send(String method, String path, String body, int... expected) throws IOException {
        var credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (var status : expected) {
                if (response.statusCode() == status) {
                    return response.body();
                }
            }
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
