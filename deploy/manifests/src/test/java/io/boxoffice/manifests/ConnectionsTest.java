package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Overlay.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PostgreSQL takes every connection that the services may open together. */
class ConnectionsTest {

    /** What it keeps for people, backups and the operator. */
    private static final int RESERVED = 8;

    private static final Pattern POOL = Pattern.compile("(?m)^quarkus\\.datasource\\.jdbc\\.max-size=(\\d+)$");
    private static final Pattern ARGUMENT = Pattern.compile("max_connections=(\\d+)");

    static Stream<Overlay> overlays() {
        return Overlay.ALL.stream().map(Overlay::of);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void atTheLargestScaleOfAllServicesAtOnceEachPoolFitsIn(Overlay overlay) {
        List<JsonNode> users = overlay.services()
                .filter(deployment -> elements(deployment.at("/spec/template/spec/containers/0/env"))
                        .anyMatch(variable -> variable.path("name").asText().equals("BOXOFFICE_POSTGRES_PASSWORD")))
                .toList();
        int wanted = users.stream()
                .mapToInt(deployment -> mostPods(overlay, deployment) * poolOf(deployment))
                .sum();

        assertThat(users).hasSizeGreaterThanOrEqualTo(3);
        assertThat(wanted + RESERVED).isLessThanOrEqualTo(connections(overlay));
    }

    /** Those that are there at most, and those that come before others leave. */
    private static int mostPods(Overlay overlay, JsonNode deployment) {
        int replicas = overlay.of(List.of("HorizontalPodAutoscaler", "ScaledObject"))
                .filter(scaler ->
                        scaler.at("/spec/scaleTargetRef/name").asText().equals(name(deployment)))
                .map(scaler -> scaler.path("spec"))
                .mapToInt(spec -> spec.path("maxReplicas")
                        .asInt(spec.path("maxReplicaCount").asInt()))
                .findFirst()
                .orElseGet(() -> deployment.at("/spec/replicas").asInt(1));
        return replicas + deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt();
    }

    private static int poolOf(JsonNode deployment) {
        String service =
                deployment.at("/spec/template/spec/containers/0/image").asText().replaceAll("^boxoffice/|:.*$", "");
        return number(POOL, Checkout.read(service + "/src/main/resources/application.properties"));
    }

    private static int connections(Overlay overlay) {
        return overlay.ofKind("Cluster")
                .map(cluster -> cluster.at("/spec/postgresql/parameters/max_connections")
                        .asInt())
                .findFirst()
                .orElseGet(() -> overlay.ofKind("StatefulSet")
                        .filter(workload -> name(workload).equals("postgres"))
                        .map(postgres -> number(
                                ARGUMENT,
                                postgres.at("/spec/template/spec/containers/0/args")
                                        .toString()))
                        .findFirst()
                        .orElseThrow());
    }

    private static int number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
