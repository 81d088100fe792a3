package io.boxoffice.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * People of a Keycloak realm for demos and tests: whoever is not known is registered first, with the right of its
 * administrator (BOXOFFICE_ADMIN_PASSWORD), and then gets a token by password (BOXOFFICE_DEMO_PASSWORD).
 */
final class KeycloakPeople {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of("role", "name", "email", "locale");

    private final String realm;
    private final String server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** The issuer is {@code <server>/realms/<realm>}. */
    KeycloakPeople(String issuer) {
        realm = issuer.substring(issuer.lastIndexOf('/') + 1);
        server = issuer.substring(0, issuer.indexOf("/realms/"));
    }

    static boolean is(String issuer) {
        return issuer.contains("/realms/");
    }

    /** An access token for a role, name, email and locale; nothing else can be chosen here. */
    String token(Map<String, String> wishes) {
        if (!KNOWN.containsAll(wishes.keySet())) {
            throw new UnsupportedOperationException("Keycloak makes no tokens with " + wishes.keySet());
        }
        var role = wishes.getOrDefault("role", "customer");
        var name = wishes.getOrDefault("name", role);
        register(role, name, wishes);
        return password(realm, "boxoffice-demo", name, secret("BOXOFFICE_DEMO_PASSWORD"));
    }

    private void register(String role, String name, Map<String, String> wishes) {
        var administrator = password("master", "admin-cli", "admin", secret("BOXOFFICE_ADMIN_PASSWORD"));
        var users = "/admin/realms/" + realm + "/users";
        var status = post(users, administrator, user(name, wishes)).statusCode();
        if (status == 409) {
            return;
        }
        var id = get(users + "?exact=true&username=" + encode(name), administrator)
                .path(0)
                .path("id")
                .asText();
        var roles = JSON.createArrayNode().add(get("/admin/realms/" + realm + "/roles/" + role, administrator));
        post(users + "/" + id + "/role-mappings/realm", administrator, roles);
    }

    private static ObjectNode user(String name, Map<String, String> wishes) {
        var user = JSON.createObjectNode()
                .put("username", name)
                .put("email", wishes.getOrDefault("email", name + "@customers.example"))
                .put("firstName", name)
                .put("lastName", "Demo")
                .put("enabled", true)
                .put("emailVerified", true);
        user.putObject("attributes").putArray("locale").add(wishes.getOrDefault("locale", "en"));
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", secret("BOXOFFICE_DEMO_PASSWORD"));
        return user;
    }

    private String password(String ofRealm, String client, String user, String password) {
        var form = new TreeMap<>(
                        Map.of("grant_type", "password", "client_id", client, "username", user, "password", password))
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(
                        URI.create(server + "/realms/" + ofRealm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return json(send(request)).path("access_token").asText();
    }

    private JsonNode get(String path, String administrator) {
        return json(send(admin(path, administrator).GET().build()));
    }

    private HttpResponse<String> post(String path, String administrator, JsonNode body) {
        return send(admin(path, administrator)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder admin(String path, String administrator) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + administrator);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300 && response.statusCode() != 409) {
                throw new IllegalStateException("Keycloak answered " + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secret(String variable) {
        var value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new CannotStart("Tokens of Keycloak need " + variable + " in the environment (see .env)");
        }
        return value;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
