package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Checkout.fields;
import static io.boxoffice.manifests.Overlay.name;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesTest {

    /** What operators add to the language, and the fields without which each would mean nothing. */
    private static final Map<String, List<String>> CUSTOM = Map.ofEntries(
            entry("gateway.networking.k8s.io/v1 Gateway", List.of("/spec/gatewayClassName", "/spec/listeners/0/port")),
            entry(
                    "gateway.networking.k8s.io/v1 HTTPRoute",
                    List.of("/spec/parentRefs/0/name", "/spec/rules/0/backendRefs")),
            entry(
                    "postgresql.cnpg.io/v1 Cluster",
                    List.of("/spec/instances", "/spec/imageName", "/spec/storage/size", "/spec/plugins/0/name")),
            entry("postgresql.cnpg.io/v1 Database", List.of("/spec/cluster/name", "/spec/owner")),
            entry("postgresql.cnpg.io/v1 ScheduledBackup", List.of("/spec/schedule", "/spec/cluster/name")),
            entry("barmancloud.cnpg.io/v1 ObjectStore", List.of("/spec/configuration/destinationPath")),
            entry("rabbitmq.com/v1beta1 RabbitmqCluster", List.of("/spec/replicas", "/spec/persistence/storage")),
            entry("keda.sh/v1alpha1 ScaledObject", List.of("/spec/scaleTargetRef/name", "/spec/triggers/0/type")),
            entry("keda.sh/v1alpha1 TriggerAuthentication", List.of("/spec/secretTargetRef/0/key")),
            entry("monitoring.coreos.com/v1 PodMonitor", List.of("/spec/selector", "/spec/podMetricsEndpoints/0/port")),
            entry("monitoring.coreos.com/v1 PrometheusRule", List.of("/spec/groups/0/rules/0")));

    private static final String RECOVERY = "deploy/kubernetes/examples/point-in-time-recovery/cluster.yaml";

    static Stream<Overlay> overlays() {
        return Overlay.ALL.stream().map(Overlay::of);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyObjectIsWhatItsSchemaSays(Overlay overlay) {
        assertThat(overlay.objects()).hasSizeGreaterThan(20);
        for (JsonNode object : overlay.objects()) {
            validate(object);
        }
    }

    @Test
    void aFieldThatDoesNotExistIsFound() {
        JsonNode wrong = Checkout.yaml("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: x}
            spec:
              selector: {}
              template:
                spec:
                  containers: [{name: x, readynessProbe: {}}]
            """);

        assertThatThrownBy(() -> validate(wrong)).hasStackTraceContaining("readynessProbe");
    }

    @Test
    void whatOperatorsReadIsWhatTheirModelsSay() throws IOException {
        List<JsonNode> custom = Stream.concat(
                        overlays().flatMap(overlay -> overlay.objects().stream()),
                        Checkout.yamls(Checkout.read(RECOVERY)).stream())
                .filter(PublishedModels::know)
                .toList();

        assertThat(custom).hasSizeGreaterThan(10);
        PublishedModels.check("all", custom);
    }

    @Test
    void aFieldThatNoOperatorReadsIsFound() {
        JsonNode wrong = Checkout.yaml("""
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: x}
            spec:
              scaleTargetRef: {name: x}
              minReplicas: 2
              triggers: [{type: cpu, metadata: {value: "70"}}]
            """);

        assertThatThrownBy(() -> PublishedModels.check("wrong", List.of(wrong))).hasMessageContaining("minReplicas");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void selectorsFindThePodsTheyMean(Overlay overlay) {
        overlay.workloads()
                .forEach(workload -> assertThat(matches(
                                workload.at("/spec/selector/matchLabels"),
                                workload.at("/spec/template/metadata/labels")))
                        .as(name(workload))
                        .isTrue());
        overlay.ofKind("Service")
                .forEach(service -> assertThat(pods(overlay, service.at("/spec/selector")))
                        .as(name(service))
                        .isNotEmpty());
        overlay.of(List.of("PodDisruptionBudget", "NetworkPolicy", "PodMonitor"))
                .map(object -> Map.entry(
                        name(object),
                        object.at("/spec/podSelector").isMissingNode()
                                ? object.at("/spec/selector")
                                : object.at("/spec/podSelector")))
                .map(selector ->
                        Map.entry(selector.getKey(), selector.getValue().path("matchLabels")))
                .filter(selector -> !selector.getValue().isMissingNode() && !fromOperator(overlay, selector.getValue()))
                .forEach(selector -> assertThat(pods(overlay, selector.getValue()))
                        .as(selector.getKey())
                        .isNotEmpty());
        overlay.services()
                .flatMap(deployment -> elements(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                        .map(constraint -> Map.entry(deployment, constraint.at("/labelSelector/matchLabels"))))
                .forEach(spread -> assertThat(pods(overlay, spread.getValue())).contains(name(spread.getKey())));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theGatewayTakesTheRoutesInWhicheverNamespaceItIs(Overlay overlay) {
        assertThat(overlay.ofKind("Gateway").flatMap(gateway -> elements(gateway.at("/spec/listeners"))))
                .isNotEmpty()
                .allSatisfy(listener -> {
                    JsonNode from = listener.at("/allowedRoutes/namespaces");
                    assertThat(from.path("from").asText()).isEqualTo("Selector");
                    assertThat(Selectors.select(
                                    from.path("selector"), Map.of("kubernetes.io/metadata.name", "boxoffice")))
                            .isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsScaledAndRoutedExists(Overlay overlay) {
        overlay.of(List.of("HorizontalPodAutoscaler", "ScaledObject"))
                .forEach(scaler -> assertThat(overlay.has(
                                "Deployment",
                                scaler.at("/spec/scaleTargetRef/name").asText()))
                        .as(name(scaler))
                        .isTrue());
        overlay.ofKind("HTTPRoute")
                .flatMap(route -> elements(route.at("/spec/rules")))
                .flatMap(rule -> elements(rule.path("backendRefs")))
                .forEach(backend -> assertThat(overlay.ofKind("Service")
                                .filter(service -> name(service)
                                        .equals(backend.path("name").asText()))
                                .flatMap(service -> elements(service.at("/spec/ports")))
                                .map(port -> port.path("port").asInt()))
                        .contains(backend.path("port").asInt()));
        overlay.ofKind("HTTPRoute")
                .forEach(route -> assertThat(overlay.has(
                                "Gateway", route.at("/spec/parentRefs/0/name").asText()))
                        .isTrue());
    }

    @Test
    void stagingSharesNothingOutsideWithProduction() {
        Pattern outside = Pattern.compile("[a-z.-]+\\.boxoffice\\.example|@boxoffice\\.example|s3://[a-z-]+");
        Set<String> staging = found(outside, Overlay.of("overlays/staging"));

        assertThat(staging).hasSizeGreaterThan(4);
        assertThat(staging).doesNotContainAnyElementsOf(found(outside, Overlay.of("overlays/production")));
    }

    private static Set<String> found(Pattern pattern, Overlay overlay) {
        return pattern.matcher(overlay.objects().toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void greenCountsAsTheServiceItIs() {
        String green = Overlay.of("examples/blue-green")
                .services()
                .map(Overlay::name)
                .filter(name -> name.endsWith("-green"))
                .findFirst()
                .orElseThrow();
        JsonNode rule = Overlay.of("overlays/production")
                .ofKind("PodMonitor")
                .filter(monitor -> name(monitor).equals("services"))
                .findFirst()
                .orElseThrow()
                .at("/spec/podMetricsEndpoints/0/relabelings/0");

        assertThat(green.replaceAll(
                        "^" + rule.path("regex").asText() + "$",
                        rule.path("replacement").asText()))
                .isEqualTo("booking-service");
    }

    @Test
    void greenIsBesideBlueInEveryRoute() {
        List<List<String>> both = Overlay.of("examples/blue-green")
                .ofKind("HTTPRoute")
                .flatMap(route -> elements(route.at("/spec/rules")))
                .map(rule -> rule.path("backendRefs").findValuesAsText("name"))
                .filter(backends -> backends.contains("booking-service"))
                .toList();

        assertThat(both)
                .hasSizeGreaterThan(3)
                .allSatisfy(backends -> assertThat(backends).contains("booking-service-green"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsAndProbePathsAreThoseOfTheServices(Overlay overlay) {
        assertThat(overlay.services()).hasSizeGreaterThanOrEqualTo(4);
        overlay.services().forEach(deployment -> {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(container.at("/ports/0/containerPort").asInt())
                    .as(name(deployment))
                    .isEqualTo(Checkout.portOf(service(container)));
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        });
        overlay.containers()
                .flatMap(container -> Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .flatMap(probe -> Stream.of("httpGet", "tcpSocket")
                                .map(way -> container.path(probe).path(way).path("port")))
                        .filter(port -> !port.isMissingNode())
                        .map(port -> Map.entry(container, port.asText())))
                .forEach(probed -> assertThat(elements(probed.getKey().path("ports"))
                                .map(port -> port.path("name").asText()))
                        .contains(probed.getValue()));
        overlay.ofKind("Service")
                .forEach(service -> elements(service.at("/spec/ports"))
                        .forEach(port -> assertThat(overlay.workloads()
                                        .filter(workload -> matches(
                                                service.at("/spec/selector"),
                                                workload.at("/spec/template/metadata/labels")))
                                        .flatMap(workload ->
                                                elements(workload.at("/spec/template/spec/containers/0/ports")))
                                        .map(open -> open.path("name").asText()))
                                .as(name(service))
                                .contains(port.path("targetPort").asText())));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void configurationAndSecretsThatAreAskedForExist(Overlay overlay) {
        Map<String, Set<String>> known = new HashMap<>();
        overlay.of(List.of("ConfigMap", "Secret")).forEach(object -> {
            Set<String> keys =
                    known.computeIfAbsent(object.path("kind").asText() + " " + name(object), any -> new HashSet<>());
            object.path("data").fieldNames().forEachRemaining(keys::add);
        });
        overlay.ofKind("RabbitmqCluster")
                .forEach(cluster -> known.put(
                        "Secret " + name(cluster) + "-default-user",
                        Set.of("username", "password", "connection_string")));
        overlay.containers().forEach(container -> {
            elements(container.path("envFrom"))
                    .forEach(from -> assertThat(known)
                            .containsKey(
                                    "ConfigMap " + from.at("/configMapRef/name").asText()));
            elements(container.path("env"))
                    .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                    .filter(reference -> !reference.isMissingNode())
                    .forEach(reference -> assertThat(known.getOrDefault(
                                    "Secret " + reference.path("name").asText(), Set.of()))
                            .as("%s", reference)
                            .contains(reference.path("key").asText()));
        });
        asked(overlay)
                .forEach(reference -> assertThat(known.getOrDefault(
                                "Secret " + reference.path("name").asText(), Set.of()))
                        .as("%s", reference)
                        .contains(reference.path("key").asText("password")));
        overlay.ofKind("Gateway")
                .flatMap(gateway -> elements(gateway.at("/spec/listeners")))
                .flatMap(listener -> elements(listener.at("/tls/certificateRefs")))
                .forEach(certificate -> assertThat(Checkout.read("docs/operations.md"))
                        .contains('`' + certificate.path("name").asText() + '`'));
        overlay.workloads()
                .flatMap(workload -> elements(workload.at("/spec/template/spec/volumes")))
                .filter(volume -> volume.has("configMap"))
                .forEach(volume -> assertThat(known)
                        .containsKey("ConfigMap " + volume.at("/configMap/name").asText()));
    }

    /** The secrets that operators are told of, each with its key, or without one where it is a login. */
    private static Stream<JsonNode> asked(Overlay overlay) {
        return Stream.of(
                        overlay.ofKind("Cluster").map(cluster -> cluster.at("/spec/bootstrap/initdb/secret")),
                        overlay.ofKind("Cluster")
                                .flatMap(cluster -> elements(cluster.at("/spec/managed/roles")))
                                .map(role -> role.path("passwordSecret")),
                        overlay.ofKind("ObjectStore")
                                .flatMap(store -> elements(store.at("/spec/configuration/s3Credentials"))),
                        overlay.ofKind("TriggerAuthentication")
                                .flatMap(trigger -> elements(trigger.at("/spec/secretTargetRef"))))
                .flatMap(references -> references);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableOfOursIsOneThatAServiceReads(Overlay overlay) {
        List<String> forAll = overlay.ofKind("ConfigMap")
                .filter(map -> name(map).matches("boxoffice-[a-z0-9]+"))
                .flatMap(map -> fields(map.path("data")).map(Map.Entry::getKey))
                .toList();
        assertThat(forAll).hasSizeGreaterThan(8).isSubsetOf(Checkout.configurationVariables());
        overlay.services()
                .map(deployment -> deployment.at("/spec/template/spec/containers/0"))
                .forEach(container -> assertThat(elements(container.path("env"))
                                .map(variable -> variable.path("name").asText()))
                        .isNotEmpty()
                        .isSubsetOf(Checkout.configurationVariables(service(container))));
    }

    /** Which of ours runs in it. */
    private static String service(JsonNode container) {
        return container.path("image").asText().replaceAll("^boxoffice/|:.*$", "");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyContainerIsPinnedLimitedAndRestricted(Overlay overlay) {
        overlay.containers().forEach(container -> {
            assertThat(container.path("image").asText())
                    .matches("[a-z0-9./_-]+:[a-z0-9][A-Za-z0-9._-]+")
                    .doesNotEndWith(":latest");
            for (String resource : List.of("cpu", "memory")) {
                assertThat(container.at("/resources/limits").has(resource))
                        .as("%s", container)
                        .isTrue();
                assertThat(container.at("/resources/requests").has(resource))
                        .as("%s", container)
                        .isTrue();
            }
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
        });
        overlay.workloads().map(workload -> workload.at("/spec/template/spec")).forEach(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        });
        overlay.services().map(service -> service.at("/spec/template/spec")).forEach(pod -> {
            assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
            // Services' addresses as variables would be taken for settings
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                    .isGreaterThan(pod.at("/containers/0/lifecycle/preStop/sleep/seconds")
                                    .asInt()
                            + 20);
        });
    }

    @Test
    void filesOnVolumesKeepTheirModes() {
        assertThat(Overlay.of("overlays/local").ofKind("StatefulSet"))
                .isNotEmpty()
                .allSatisfy(keeper -> assertThat(keeper.at("/spec/template/spec/securityContext/fsGroupChangePolicy")
                                .asText())
                        .as(name(keeper))
                        .isEqualTo("OnRootMismatch"));
    }

    /** The operator makes the pod; the namespace looks at it as at any other. */
    @Test
    void theBrokersPodsAreRestrictedToo() {
        JsonNode pod = Overlay.of("overlays/production")
                .ofKind("RabbitmqCluster")
                .findFirst()
                .orElseThrow()
                .at("/spec/override/statefulSet/spec/template/spec");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(List.of(pod.at("/initContainers/0"), pod.at("/containers/0")))
                .allSatisfy(container -> {
                    assertThat(container
                                    .at("/securityContext/allowPrivilegeEscalation")
                                    .asBoolean(true))
                            .isFalse();
                    assertThat(container
                                    .at("/securityContext/capabilities/drop/0")
                                    .asText())
                            .isEqualTo("ALL");
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aDisruptionBudgetAlwaysLetsOnePodGo(Overlay overlay) {
        assertThat(overlay.ofKind("PodDisruptionBudget")).hasSizeGreaterThanOrEqualTo(4);
        overlay.ofKind("PodDisruptionBudget").forEach(budget -> {
            assertThat(budget.path("spec").has("minAvailable")).isFalse();
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatHasTwoPodsKeepsOne(Overlay overlay) {
        List<String> kept = overlay.ofKind("PodDisruptionBudget")
                .flatMap(budget -> pods(overlay, budget.at("/spec/selector/matchLabels")).stream())
                .toList();
        assertThat(overlay.services().filter(service -> fewestPods(overlay, service) >= 2))
                .extracting(Overlay::name)
                .isSubsetOf(kept);
    }

    private static int fewestPods(Overlay overlay, JsonNode deployment) {
        return overlay.of(List.of("HorizontalPodAutoscaler", "ScaledObject"))
                .map(scaler -> scaler.path("spec"))
                .filter(spec -> spec.at("/scaleTargetRef/name").asText().equals(name(deployment)))
                .map(spec -> spec.path("minReplicas")
                        .asInt(spec.path("minReplicaCount").asInt()))
                .findFirst()
                .orElseGet(() -> deployment.at("/spec/replicas").asInt(1));
    }

    private static void validate(JsonNode object) {
        String type =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        List<String> needed = CUSTOM.get(type);
        if (needed != null) {
            needed.forEach(field -> assertThat(object.at(field).isMissingNode())
                    .as(type + " " + name(object) + " " + field)
                    .isFalse());
            return;
        }
        String version = object.path("apiVersion").asText().replaceAll("^.*/", "");
        String model = "io.kubernetes.client.openapi.models.V" + version.substring(1)
                + object.path("kind").asText();
        try {
            Class.forName(model)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
        } catch (InvocationTargetException e) {
            throw new AssertionError(type + " " + name(object), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("unknown: " + type, e);
        }
    }

    private static List<String> pods(Overlay overlay, JsonNode labels) {
        return overlay.workloads()
                .filter(workload -> matches(labels, workload.at("/spec/template/metadata/labels")))
                .map(Overlay::name)
                .toList();
    }

    private static boolean matches(JsonNode wanted, JsonNode labels) {
        return fields(wanted).allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    /** Pods of an operator's making are not in our manifests. */
    private static boolean fromOperator(Overlay overlay, JsonNode labels) {
        return fields(labels)
                .map(label -> label.getValue().asText())
                .anyMatch(name -> overlay.has("RabbitmqCluster", name) || overlay.has("Cluster", name));
    }
}
