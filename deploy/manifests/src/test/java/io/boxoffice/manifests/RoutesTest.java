package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** nginx and the Gateway API send the same calls to the same services. */
class RoutesTest {

    private static final Pattern LOCATION = Pattern.compile(
            "location (?:~|=) \"?(/api[^ \"]+|\\^[^\"]+)\"? \\{[^}]*?proxy_pass http://([a-z-]+);", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({
        "/api/v1/shows, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/cancel, show-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/seats, booking-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/seats/live, booking-service",
        "/api/v1/shows/0DZQ8A7NHXY1K/waiting-list, booking-service",
        "/api/v1/bookings, booking-service",
        "/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M, booking-service",
        "/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M/confirm, booking-service",
        "/api/v1/availability, booking-service",
        "/api/v1/ticket-keys, booking-service",
        "/api/v1/revocations, booking-service",
        "/api/v1/notifications, notification-service",
        "/api/v1/notifications/5/resend, notification-service",
        "/internal/expirations, nobody",
        "/q/metrics, nobody",
        "/q/health, nobody",
        "/, nobody"
    })
    void bothGatewaysAgree(String path, String service) {
        assertThat(byNginx(path)).isEqualTo(service);
        assertThat(byGatewayApi(path)).isEqualTo(service);
    }

    private static String byNginx(String path) {
        Matcher location = LOCATION.matcher(Checkout.read("deploy/gateway/nginx/nginx.conf"));
        Map<String, String> routes = new LinkedHashMap<>();
        while (location.find()) {
            routes.put(location.group(1), location.group(2));
        }
        assertThat(routes).isNotEmpty();
        return routes.entrySet().stream()
                .filter(route -> path.matches(route.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("nobody");
    }

    /** Regular expressions go before prefixes, as in every implementation that has them. */
    private static String byGatewayApi(String path) {
        JsonNode route = Checkout.yaml(Checkout.read("deploy/kubernetes/base/routes.yaml"));
        return elements(route.at("/spec/rules"))
                .filter(rule -> elements(rule.path("matches")).anyMatch(match -> matches(match.path("path"), path)))
                .map(rule -> rule.at("/backendRefs/0/name").asText())
                .findFirst()
                .orElse("nobody");
    }

    private static boolean matches(JsonNode match, String path) {
        String value = match.path("value").asText();
        return switch (match.path("type").asText()) {
            case "RegularExpression" -> path.matches(value);
            case "Exact" -> path.equals(value);
            case "PathPrefix" -> path.equals(value) || path.startsWith(value + "/");
            default -> throw new IllegalStateException("unknown: " + match);
        };
    }
}
