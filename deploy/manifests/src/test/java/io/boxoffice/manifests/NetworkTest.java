package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Checkout.fields;
import static io.boxoffice.manifests.Overlay.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reaches whom in production, as Kubernetes reads its policies: whom one lets out and one lets in. */
class NetworkTest {

    private static final Map<String, Map<String, String>> NAMESPACES = Map.of(
            "gateway", Map.of("boxoffice.io/gateway", "true"),
            "monitoring", Map.of("boxoffice.io/monitoring", "true"),
            "keda", Map.of("kubernetes.io/metadata.name", "keda"),
            "another namespace", Map.of());

    private final Overlay production = Overlay.of("overlays/production");

    /** Pods by the labels that they have or get from their operator. */
    private final Map<String, Map<String, String>> pods = new HashMap<>(Map.of(
            "postgres", Map.of("cnpg.io/cluster", "postgres", "boxoffice.io/backend", "postgres"),
            "rabbitmq", Map.of("app.kubernetes.io/name", "rabbitmq", "boxoffice.io/backend", "rabbitmq")));

    NetworkTest() {
        production
                .workloads()
                .forEach(workload -> pods.put(
                        name(workload),
                        fields(workload.at("/spec/template/metadata/labels"))
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        label -> label.getValue().asText()))));
    }

    @ParameterizedTest(name = "{0} to {1} at {2}: {3}")
    @CsvSource({
        "gateway, show-service, 8081, true",
        "gateway, booking-service, 8082, true",
        "gateway, postgres, 5432, false",
        "gateway, redis, 6379, false",
        "another namespace, booking-service, 8082, false",
        "another namespace, postgres, 5432, false",
        "monitoring, expiry-worker, 8084, true",
        "monitoring, rabbitmq, 15692, true",
        "monitoring, postgres, 9187, true",
        "monitoring, postgres, 5432, false",
        "monitoring, rabbitmq, 15672, false",
        "monitoring, redis, 6379, false",
        "keda, rabbitmq, 5672, true",
        "keda, postgres, 5432, false",
        "expiry-worker, booking-service, 8082, true",
        "show-service, booking-service, 8082, true",
        "notification-service, booking-service, 8082, false",
        "booking-service, show-service, 8081, false",
        "show-service, postgres, 5432, true",
        "booking-service, redis, 6379, true",
        "notification-service, rabbitmq, 5672, true",
        "booking-service, rabbitmq, 15672, false",
        "rabbitmq, rabbitmq, 25672, true",
        "postgres, postgres, 5432, true",
        "redis, postgres, 5432, false",
        "rabbitmq, postgres, 5432, false",
        "postgres, booking-service, 8082, false"
    })
    void onlyThoseWhoHaveToReachEachOther(String from, String to, int port, boolean reaches) {
        boolean leaves = NAMESPACES.containsKey(from) || lets("egress", "to", from, to, port, to);
        boolean enters = lets("ingress", "from", to, from, port, to);

        assertThat(leaves && enters).isEqualTo(reaches);
    }

    /** Whom no policy speaks of may do everything. */
    private boolean lets(String direction, String peers, String pod, String other, int port, String target) {
        List<JsonNode> policies = production
                .ofKind("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .filter(policy -> elements(policy.path("policyTypes"))
                        .anyMatch(type -> type.asText().equalsIgnoreCase(direction)))
                .filter(policy -> Overlay.selects(policy.path("podSelector"), labels(pod)))
                .toList();
        return policies.isEmpty()
                || policies.stream()
                        .flatMap(policy -> elements(policy.path(direction)))
                        .anyMatch(rule -> isAbout(rule.path(peers), other) && isAt(rule.path("ports"), port, target));
    }

    private Map<String, String> labels(String pod) {
        return pods.getOrDefault(pod, Map.of());
    }

    private boolean isAbout(JsonNode peers, String other) {
        Map<String, String> outside = NAMESPACES.get(other);
        return peers.isMissingNode()
                || elements(peers)
                        .anyMatch(peer -> outside == null
                                ? peer.has("podSelector") && Overlay.selects(peer.path("podSelector"), labels(other))
                                : peer.has("namespaceSelector")
                                        && Overlay.selects(peer.path("namespaceSelector"), outside));
    }

    private static boolean isAt(JsonNode ports, int port, String target) {
        int http = Checkout.SERVICES.contains(target) ? Checkout.portOf(target) : -1;
        return ports.isMissingNode()
                || elements(ports)
                        .map(allowed -> allowed.path("port"))
                        .anyMatch(allowed -> (allowed.asText().equals("http") ? http : allowed.asInt()) == port);
    }
}
