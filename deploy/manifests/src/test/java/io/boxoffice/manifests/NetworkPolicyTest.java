package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Overlay.name;
import static io.boxoffice.manifests.Selectors.labels;
import static io.boxoffice.manifests.Selectors.podsOfBroker;
import static io.boxoffice.manifests.Selectors.podsOfDatabase;
import static io.boxoffice.manifests.Selectors.select;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may talk to whom, worked out from the policies for every two parties and every port that is named anywhere, and one
 * that is not. So a flow that is missing is found, and one that is too many, too.
 */
class NetworkPolicyTest {

    private static final String SERVICES = """
        show-service booking-service notification-service expiry-worker -> redis 6379
        show-service booking-service notification-service expiry-worker -> rabbitmq 5672
        show-service booking-service notification-service -> postgres 5432
        show-service expiry-worker -> booking-service 8082
        gateway prometheus -> show-service 8081
        gateway prometheus -> booking-service 8082
        gateway prometheus -> notification-service 8083
        prometheus -> expiry-worker 8084
        prometheus -> rabbitmq 15692
        show-service booking-service notification-service expiry-worker -> kube-system 53 53/UDP
        redis rabbitmq postgres newcomer -> kube-system 53 53/UDP
        """;

    private static final String LOCAL = SERVICES + """
        show-service booking-service notification-service expiry-worker -> keycloak 8085
        notification-service -> mailpit 1025
        keycloak mailpit -> kube-system 53 53/UDP
        """;

    private static final String BLUE_GREEN = LOCAL + """
        gateway prometheus -> booking-service-green 8082
        booking-service-green -> redis 6379
        booking-service-green -> rabbitmq 5672
        booking-service-green -> postgres 5432
        booking-service-green -> keycloak 8085
        booking-service-green -> kube-system 53 53/UDP
        """;

    /** What members of the broker's cluster tell each other includes a range, in which ports of others lie. */
    private static final String PRODUCTION = SERVICES + """
        show-service booking-service notification-service expiry-worker -> elsewhere 443
        show-service booking-service notification-service expiry-worker -> prometheus 4317
        show-service booking-service notification-service expiry-worker -> monitoring 4317
        notification-service -> elsewhere 587
        keda -> rabbitmq 5672
        rabbitmq -> rabbitmq 4369 6000 6379 6443 6500 25672 35672 35682
        postgres cnpg-system -> postgres 5432 8000
        prometheus -> postgres 9187
        postgres rabbitmq -> elsewhere 443 6443
        """;

    private static final Pattern LINE = Pattern.compile("(?m)^(.+) -> (\\S+) (.+)$");
    private static final Pattern SPACE = Pattern.compile(" ");

    private static final Map<String, String> OUR_NAMESPACE = namespace("boxoffice");
    private static final Party ELSEWHERE = new Party("elsewhere", namespace("elsewhere"), Map.of(), Map.of());

    /** A port that nobody names. */
    private static final int ANY_OTHER = 65_000;

    private static final String ALLOW_ALL = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: allow-all}
        spec:
          podSelector: {matchLabels: {boxoffice.io/backend: postgres}}
          policyTypes: [Ingress]
          ingress: [{}]
        """;

    static Stream<Overlay> overlays() {
        return Overlay.ALL.stream().map(Overlay::of);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nobodyTalksToAnybodyUnlessTheyMust(Overlay overlay) {
        String flows = switch (overlay.path()) {
            case "overlays/local" -> LOCAL;
            case "examples/blue-green" -> BLUE_GREEN;
            default -> PRODUCTION;
        };

        assertThat(allowed(overlay)).containsExactlyInAnyOrderElementsOf(listed(flows));
    }

    @Test
    void aPolicyTooManyAndOneTooFewAreFound() {
        Overlay local = Overlay.of("overlays/local");
        List<JsonNode> objects = Stream.concat(
                        local.objects().stream().filter(object -> !name(object).equals("to-postgres")),
                        Stream.of(Checkout.yaml(ALLOW_ALL)))
                .toList();

        assertThat(allowed(new Overlay(local.path(), objects)))
                .contains("elsewhere -> postgres 5432", "elsewhere -> postgres " + ANY_OTHER)
                .doesNotContain("show-service -> postgres 5432");
    }

    /** Each flow of the text by itself. */
    private static List<String> listed(String flows) {
        return LINE.matcher(flows)
                .results()
                .flatMap(line -> SPACE.splitAsStream(line.group(1))
                        .flatMap(from -> SPACE.splitAsStream(line.group(3))
                                .map(port -> from + " -> " + line.group(2) + ' ' + port)))
                .toList();
    }

    private static Set<String> allowed(Overlay overlay) {
        List<JsonNode> policies = overlay.ofKind("NetworkPolicy").toList();
        List<Party> parties = parties(overlay);
        Set<Port> ports = ports(policies, parties);
        Set<String> flows = new TreeSet<>();
        for (Party from : parties) {
            for (Party to : parties) {
                ports.stream()
                        .filter(port -> from.ours() || to.ours())
                        .filter(port -> mayTalk(policies, from, to, port))
                        // who may talk to everybody outside is said once
                        .filter(port -> to.ours() || to.equals(ELSEWHERE) || !mayTalk(policies, from, ELSEWHERE, port))
                        .forEach(port -> flows.add(from.name() + " -> " + to.name() + ' ' + port));
            }
        }
        return flows;
    }

    /** Our pods, those of operators' making, one of ours that nothing is said about, and those outside. */
    private static List<Party> parties(Overlay overlay) {
        return Stream.of(
                        overlay.workloads()
                                .map(workload -> ours(
                                                name(workload), labels(workload.at("/spec/template/metadata/labels")))
                                        .listeningOn(workload.at("/spec/template/spec/containers/0/ports"))),
                        overlay.ofKind("Cluster").map(cluster -> ours(name(cluster), podsOfDatabase(cluster))),
                        overlay.ofKind("RabbitmqCluster").map(cluster -> ours(name(cluster), podsOfBroker(cluster))),
                        Stream.of(
                                ours("newcomer", Map.of()),
                                new Party("gateway", Map.of("boxoffice.io/gateway", "true"), Map.of(), Map.of()),
                                new Party(
                                        "prometheus",
                                        Map.of("boxoffice.io/monitoring", "true"),
                                        Map.of("app.kubernetes.io/name", "prometheus"),
                                        Map.of()),
                                new Party("monitoring", Map.of("boxoffice.io/monitoring", "true"), Map.of(), Map.of()),
                                new Party("keda", namespace("keda"), Map.of(), Map.of()),
                                new Party("cnpg-system", namespace("cnpg-system"), Map.of(), Map.of()),
                                new Party("kube-system", namespace("kube-system"), Map.of(), Map.of()),
                                ELSEWHERE))
                .flatMap(parties -> parties)
                .toList();
    }

    private static Party ours(String name, Map<String, String> labels) {
        return new Party(name, OUR_NAMESPACE, labels, Map.of());
    }

    private static Map<String, String> namespace(String name) {
        return Map.of("kubernetes.io/metadata.name", name);
    }

    private static Set<Port> ports(List<JsonNode> policies, List<Party> parties) {
        return Stream.of(
                        parties.stream().flatMap(party -> party.ports().values().stream()),
                        policies.stream()
                                .flatMap(policy -> Stream.of("port", "endPort")
                                        .flatMap(field -> policy.findValues(field).stream()))
                                .filter(JsonNode::isInt)
                                .map(JsonNode::asInt),
                        Stream.of(ANY_OTHER))
                .flatMap(numbers -> numbers)
                .flatMap(number -> Stream.of(new Port("TCP", number), new Port("UDP", number)))
                .collect(Collectors.toSet());
    }

    private static boolean mayTalk(List<JsonNode> policies, Party from, Party to, Port port) {
        Predicate<JsonNode> opens = rule -> opens(rule.path("ports"), to, port);
        return allows(policies, "egress", from, opens.and(rule -> isMeant(rule.path("to"), to)))
                && allows(policies, "ingress", to, opens.and(rule -> isMeant(rule.path("from"), from)));
    }

    /** Whoever no policy is about may do everything. */
    private static boolean allows(
            List<JsonNode> policies, String direction, Party party, Predicate<JsonNode> allowing) {
        List<JsonNode> about = policies.stream()
                .filter(policy -> party.ours() && select(policy.at("/spec/podSelector"), party.labels()))
                .filter(policy -> elements(policy.at("/spec/policyTypes"))
                        .anyMatch(type -> type.asText().equalsIgnoreCase(direction)))
                .toList();
        return about.isEmpty()
                || about.stream()
                        .flatMap(policy -> elements(policy.at("/spec/" + direction)))
                        .anyMatch(allowing);
    }

    private static boolean isMeant(JsonNode peers, Party party) {
        return peers.isEmpty() || elements(peers).anyMatch(peer -> isPeer(peer, party));
    }

    private static boolean isPeer(JsonNode peer, Party party) {
        assertThat(peer.fieldNames()).toIterable().isSubsetOf("namespaceSelector", "podSelector");
        boolean there = peer.has("namespaceSelector")
                ? select(peer.path("namespaceSelector"), party.namespace())
                : party.ours();
        return there && select(peer.path("podSelector"), party.labels());
    }

    private static boolean opens(JsonNode ports, Party to, Port port) {
        return ports.isEmpty()
                || elements(ports)
                        .filter(open -> open.path("protocol").asText("TCP").equals(port.protocol()))
                        .anyMatch(open -> covers(open, to, port.number()));
    }

    private static boolean covers(JsonNode open, Party to, int number) {
        JsonNode first = open.path("port");
        if (first.isTextual()) {
            return Objects.equals(to.ports().get(first.asText()), number);
        }
        return first.isMissingNode()
                || (first.asInt() <= number && number <= open.path("endPort").asInt(first.asInt()));
    }

    /**
     * Somebody with an address.
     *
     * @param namespace the labels of its namespace
     * @param labels its own
     * @param ports what it listens on and has a name
     */
    private record Party(
            String name, Map<String, String> namespace, Map<String, String> labels, Map<String, Integer> ports) {

        boolean ours() {
            return namespace.equals(OUR_NAMESPACE);
        }

        Party listeningOn(JsonNode containerPorts) {
            Map<String, Integer> named = new HashMap<>();
            elements(containerPorts)
                    .forEach(port -> named.put(
                            port.path("name").asText(),
                            port.path("containerPort").asInt()));
            return new Party(name, namespace, labels, named);
        }
    }

    private record Port(String protocol, int number) {

        @Override
        public String toString() {
            return protocol.equals("TCP") ? String.valueOf(number) : number + "/" + protocol;
        }
    }
}
