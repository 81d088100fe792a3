package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.DebianPackages;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertsTest {

    private static final Path FOLDER = Checkout.TOP.resolve("deploy/observability/prometheus");

    private final JsonNode rules = Checkout.yaml(Checkout.read("deploy/observability/prometheus/boxoffice-rules.yml"));

    @Test
    void eachAlertStaysSilentFiresAndResolves() throws IOException {
        String promtool = promtool();
        Programs.run(FOLDER, List.of(promtool, "check", "config", "prometheus.yml"));
        assertThat(Programs.run(FOLDER, List.of(promtool, "test", "rules", "boxoffice-rules-test.yml")))
                .contains("SUCCESS");
    }

    @Test
    void eachAlertIsTested() {
        Set<String> tested = Checkout.yaml(Checkout.read("deploy/observability/prometheus/boxoffice-rules-test.yml"))
                .findValuesAsText("alertname")
                .stream()
                .collect(Collectors.toSet());
        assertThat(tested).containsAll(rules.findValuesAsText("alert"));
    }

    @Test
    void eachAlertLeadsToItsRunbook() {
        Set<String> headings = Checkout.read("docs/operations.md")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("^#+ ", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<String> alerts = rules.findValuesAsText("alert");
        assertThat(alerts).hasSizeGreaterThan(10);
        alerts.forEach(alert -> assertThat(headings).contains(alert.toLowerCase(Locale.ROOT)));
        elements(rules.path("groups"))
                .flatMap(group -> elements(group.path("rules")))
                .filter(rule -> rule.has("alert"))
                .forEach(rule -> assertThat(rule.at("/annotations/runbook_url").asText())
                        .isEqualTo("{{ with $externalLabels.runbooks }}{{ . }}{{ end }}docs/operations.md#"
                                + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
    }

    @Test
    void theOperatorGetsTheSameRules() {
        JsonNode operators =
                Checkout.yaml(Checkout.read("deploy/kubernetes/components/monitoring/prometheus-rule.yaml"));
        assertThat(operators.path("spec")).isEqualTo(rules);
    }

    private static String promtool() {
        return Programs.find("promtool").map(Path::toString).orElseGet(() -> {
            if (!DebianPackages.available()) {
                TestTools.skip("there is no promtool, and no Debian package of it");
            }
            try {
                return DebianPackages.unpack("prometheus", progress -> {}, (tree, path) -> {})
                        .resolve("usr/bin/promtool")
                        .toString();
            } catch (CannotStart e) {
                TestTools.skip("there is no promtool: " + e.getMessage());
                throw e;
            }
        });
    }
}
