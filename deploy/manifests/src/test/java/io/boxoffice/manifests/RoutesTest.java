package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** nginx and the Gateway API send the same calls to the same services. */
class RoutesTest {

    private static final String CONFIGURATION = "deploy/gateway/nginx/nginx.conf";
    private static final String HTTP_ROUTE = "deploy/kubernetes/base/routes.yaml";
    private static final String NOBODY = "nobody";

    private static final Pattern LOCATION =
            Pattern.compile("location (?:~|=) \"?(/api[^ ]+?|\\^/api[^\"]+)\"? \\{[^{}]*?(?:proxy_pass http://|alias"
                    + " \\$pages/)([a-z.-]+);");
    private static final Pattern NGINX = Pattern.compile("(?m)^ +location (?:[~=] )?\"?\\^?/api/v1/");

    private static final List<Route> ROUTES = List.of(
            new Route("/api/v1/shows", "show-service"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K", "show-service"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/cancel", "show-service"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/seats", "booking-service"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/seats/live", "booking-service"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/waiting-list", "booking-service"),
            new Route("/api/v1/bookings", "booking-service"),
            new Route("/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M", "booking-service"),
            new Route("/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M/confirm", "booking-service"),
            new Route("/api/v1/availability", "booking-service"),
            new Route("/api/v1/ticket-keys", "booking-service"),
            new Route("/api/v1/revocations", "booking-service"),
            new Route("/api/v1/notifications", "notification-service"),
            new Route("/api/v1/notifications/5/resend", "notification-service"),
            new Route("/api/v1/notifications/dead-letters", "notification-service"),
            new Route("/api/v1/notifications/dead-letters/redrive", "notification-service"),
            new Route("/api/v1/openapi", "openapi.json"),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/waiting-list/live", NOBODY),
            new Route("/api/v1/shows/0DZQ8A7NHXY1K/offers", NOBODY),
            new Route("/api/v1/bookings/0DZQ8A7NHXY1K-0DZQ8A7NHXY1M/expire", NOBODY),
            new Route("/openapi.json", NOBODY),
            new Route("/internal/expirations", NOBODY),
            new Route("/q/metrics", NOBODY),
            new Route("/q/health", NOBODY),
            new Route("/", NOBODY));

    static List<Route> routes() {
        return ROUTES;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void bothGatewaysAgree(Route route) {
        assertThat(byNginx(route.path())).isEqualTo(route.to());
        assertThat(byGatewayApi(route.path())).isEqualTo(route.to());
    }

    @Test
    void noRouteIsForgotten() {
        Map<String, String> locations = locations();

        assertThat(locations).hasSize((int)
                NGINX.matcher(Checkout.read(CONFIGURATION)).results().count());
        assertThat(locations.keySet())
                .allSatisfy(location ->
                        assertThat(ROUTES).anyMatch(route -> route.path().matches(location)));
        assertThat(elements(Checkout.yaml(Checkout.read(HTTP_ROUTE)).at("/spec/rules")))
                .allSatisfy(rule -> assertThat(ROUTES).anyMatch(route -> leads(rule, route.path())));
    }

    /** A path, and the service or the file that it leads to. */
    record Route(String path, String to) {}

    private static String byNginx(String path) {
        return locations().entrySet().stream()
                .filter(route -> path.matches(route.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NOBODY);
    }

    private static Map<String, String> locations() {
        Matcher location = LOCATION.matcher(Checkout.read(CONFIGURATION));
        Map<String, String> routes = new LinkedHashMap<>();
        while (location.find()) {
            routes.put(location.group(1), location.group(2));
        }
        return routes;
    }

    private static String byGatewayApi(String path) {
        return elements(Checkout.yaml(Checkout.read(HTTP_ROUTE)).at("/spec/rules"))
                .filter(rule -> leads(rule, path))
                .map(RoutesTest::target)
                .findFirst()
                .orElse(NOBODY);
    }

    private static boolean leads(JsonNode rule, String path) {
        return elements(rule.path("matches")).anyMatch(match -> matches(match.path("path"), path));
    }

    /** The service, or the file of a service that the path is exchanged for. */
    private static String target(JsonNode rule) {
        JsonNode file = rule.at("/filters/0/urlRewrite/path/replaceFullPath");
        return file.isMissingNode()
                ? rule.at("/backendRefs/0/name").asText()
                : file.asText().substring(1);
    }

    private static boolean matches(JsonNode match, String path) {
        String value = match.path("value").asText();
        return switch (match.path("type").asText()) {
            case "RegularExpression" -> path.matches(value);
            case "Exact" -> path.equals(value);
            default -> throw new IllegalStateException("unknown: " + match);
        };
    }
}
