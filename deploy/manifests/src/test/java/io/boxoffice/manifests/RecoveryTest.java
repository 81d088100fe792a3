package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.fields;
import static io.boxoffice.manifests.Overlay.name;
import static io.boxoffice.manifests.Selectors.podsOfDatabase;
import static io.boxoffice.manifests.Selectors.select;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database recovered to a moment takes the place of the first one. */
class RecoveryTest {

    private static final String EXAMPLE = "deploy/kubernetes/examples/point-in-time-recovery/cluster.yaml";

    private final Overlay production = Overlay.of("overlays/production");
    private final JsonNode first = production.ofKind("Cluster").findFirst().orElseThrow();
    private final JsonNode recovered = Checkout.yaml(Checkout.read(EXAMPLE));

    @Test
    void whateverFindsThePodsOfTheFirstFindsThoseOfTheRecovered() {
        List<JsonNode> finders = production
                .of(List.of("NetworkPolicy", "PodMonitor"))
                .filter(object -> select(selector(object), podsOfDatabase(first)))
                .toList();

        assertThat(finders).extracting(Overlay::name).contains("postgres-operator", "postgres");
        assertThat(finders)
                .allSatisfy(object -> assertThat(select(selector(object), podsOfDatabase(recovered)))
                        .as(name(object))
                        .isTrue());
    }

    @Test
    void itIsAsLargeAndAsSafeAsTheFirst() {
        assertThat(settings(recovered)).isEqualTo(settings(first));
    }

    @Test
    void theFirstSellsNothingFromWhenTheRecoveryBegins() {
        assertThat(Checkout.read("docs/operations.md"))
                .containsSubsequence(
                        "kubectl annotate cluster -n boxoffice %s --overwrite cnpg.io/hibernation=on"
                                .formatted(name(first)),
                        "kubectl apply -f " + EXAMPLE,
                        "//" + name(recovered) + "-rw");
    }

    @Test
    void theRunbookLeavesNobodyWithTheFirst() {
        List<Map.Entry<String, JsonNode>> addresses = production
                .ofKind("ConfigMap")
                .flatMap(map -> fields(map.path("data")))
                .filter(setting -> setting.getValue().asText().contains("//" + name(first) + "-"))
                .toList();
        String runbook = Checkout.read("docs/operations.md");

        assertThat(addresses).hasSizeGreaterThanOrEqualTo(2);
        assertThat(addresses)
                .allSatisfy(setting -> assertThat(runbook)
                        .contains(setting.getKey() + "="
                                + setting.getValue()
                                        .asText()
                                        .replace("//" + name(first) + "-", "//" + name(recovered) + "-")));
    }

    @Test
    void whoMakesTheSecretsHearsThatBackupsHaveNoKeys(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("make-secrets");
        Files.writeString(script, Checkout.read("deploy/kubernetes/make-secrets"));
        List<String> command = List.of("bash", script.toString(), "production");

        assertThat(Programs.run(folder, command)).contains("nothing is backed up");
        Files.writeString(
                folder.resolve("overlays/production/secrets/backup-store.env"),
                "access-key-id=some\naccess-secret-key=some\n");
        assertThat(Programs.run(folder, command)).isEmpty();
    }

    /** All but where its data comes from and where its backups go. */
    private static JsonNode settings(JsonNode cluster) {
        return ((ObjectNode) cluster.path("spec"))
                .deepCopy()
                .without(List.of("bootstrap", "externalClusters", "plugins"));
    }

    private static JsonNode selector(JsonNode object) {
        return object.at(object.path("kind").asText().equals("NetworkPolicy") ? "/spec/podSelector" : "/spec/selector");
    }
}
