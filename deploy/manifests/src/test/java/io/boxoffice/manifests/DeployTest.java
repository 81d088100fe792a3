package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflow that brings a version to an environment. */
class DeployTest {

    private final JsonNode workflow = Checkout.yaml(Checkout.read(".github/workflows/deploy.yml"));

    @TempDir
    private Path folder;

    @Test
    void nobodyBringsToStagingWhatIsNotMain() {
        assertThat(workflow.at("/on/workflow_dispatch/inputs/environment/options"))
                .extracting(JsonNode::asText)
                .containsExactly("production");
    }

    @Test
    void whatBecomesReadyStays() throws IOException {
        assertThat(applyWhere("nothing")).doesNotContain("undo");
    }

    @Test
    void whoReadsEventsHasTheVersionBeforeWhoWritesThem() throws IOException {
        assertThat(applyWhere("nothing"))
                .containsSubsequence(
                        "apply -k deploy/kubernetes/overlays/production -l app.kubernetes.io/name notin "
                                + "(show-service,booking-service,expiry-worker)\n",
                        "rollout status deployment/notification-service",
                        "apply -k deploy/kubernetes/overlays/production\n",
                        "rollout status deployment/booking-service");
    }

    @Test
    void andLosesItWhenNobodyWritesThemAnyMore() {
        assertThatThrownBy(() -> applyWhere("rollout status deployment/expiry-worker --timeout=10m"))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("calls"))
                .content()
                .containsSubsequence(
                        "rollout undo deployment/booking-service",
                        "rollout undo deployment/expiry-worker",
                        "rollout status deployment/show-service",
                        "rollout status deployment/booking-service",
                        "rollout undo deployment/notification-service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply -k", "rollout status deployment/notification-service"})
    void allServicesGoBackTogether(String failing) throws IOException {
        assertThatThrownBy(() -> applyWhere(failing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("all services go back together");
        for (String service : Checkout.SERVICES) {
            assertThat(Files.readString(folder.resolve("calls")))
                    .contains("rollout undo deployment/" + service + " --to-revision=7");
        }
    }

    /** Runs the step as GitHub does; returns what kubectl was asked for. */
    private String applyWhere(String failing) throws IOException {
        TestTools.program(folder, "kubectl", """
            echo "$@" >>"%s/calls"
            case "$*" in
              *"%s"*) exit 1 ;;
              *" get "*) echo 7 ;;
            esac
            """.formatted(folder, failing));
        String script = elements(workflow.at("/jobs/deploy/steps"))
                .filter(step -> step.path("name").asText().equals("Apply and wait"))
                .map(step -> step.path("run").asText())
                .findFirst()
                .orElseThrow();
        Programs.run(
                folder,
                List.of(
                        "env",
                        "PATH=" + folder + ":/usr/bin:/bin",
                        "RUNNER_TEMP=" + folder,
                        "KUBECONFIG_CONTENT=none",
                        "OVERLAY=deploy/kubernetes/overlays/production",
                        "bash",
                        "-ec",
                        script));
        return Files.readString(folder.resolve("calls"));
    }
}
