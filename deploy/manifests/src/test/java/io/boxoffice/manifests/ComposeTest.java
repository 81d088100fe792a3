package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Checkout.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeTest {

    /** Images without a program that could ask. */
    private static final Set<String> WITHOUT_HEALTH = Set.of("collector", "jaeger");

    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)(:[?-][^}]*)?}");

    private final String text = Checkout.read("docker-compose.yml");
    private final JsonNode compose = Checkout.yaml(text);
    private final JsonNode tls = Checkout.yaml(Checkout.read("docker-compose.tls.yml"));

    @Test
    void theLinterIsContent() throws IOException {
        TestTools.run(Checkout.TOP, "dclint", "docker-compose.yml");
    }

    @Test
    void everyServiceIsPinnedLimitedAndWatched() {
        fields(compose.path("services")).forEach(service -> {
            JsonNode how = service.getValue();
            String image = how.path("image").asText();
            // PostgreSQL's patches have two numbers
            String patch = image.startsWith("postgres:") ? "\\d+\\.\\d+" : "\\d+\\.\\d+\\.\\d+";
            assertThat(image).as(service.getKey()).matches("[a-z0-9./_-]+:v?" + patch + "(-[a-z-]+)?");
            assertThat(how.at("/deploy/resources/limits").has("memory"))
                    .as(service.getKey())
                    .isTrue();
            boolean ours = Checkout.SERVICES.contains(service.getKey());
            assertThat(how.has("healthcheck") || ours || WITHOUT_HEALTH.contains(service.getKey()))
                    .as(service.getKey() + " says whether it is well (ours do in their image)")
                    .isTrue();
        });
    }

    @Test
    void theGatewayHasRoomForAllTheSocketsItLetsIn() {
        String nginx = Checkout.read("deploy/gateway/nginx/nginx.conf");
        long tables = number("worker_processes (\\d+);", nginx) * number("worker_connections (\\d+);", nginx);
        long sockets = number("limit_conn sockets (\\d+);", Checkout.read("deploy/gateway/nginx/edge.conf"));
        String limit =
                compose.at("/services/gateway/deploy/resources/limits/memory").asText();

        // each costs its buffers and two sockets of the kernel
        assertThat(tables * 512 + sockets * 20_000).isLessThan(number("(\\d+)M", limit) << 20);
    }

    private static long number(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void nothingStartsBeforeWhatItNeedsIsWell() {
        fields(compose.path("services"))
                .forEach(service -> fields(service.getValue().path("depends_on"))
                        .filter(needed -> !needed.getKey().equals("<<"))
                        .forEach(needed -> {
                            assertThat(compose.path("services").has(needed.getKey()))
                                    .isTrue();
                            assertThat(needed.getValue().path("condition").asText())
                                    .as(service.getKey() + " needs " + needed.getKey())
                                    .isEqualTo(
                                            WITHOUT_HEALTH.contains(needed.getKey())
                                                    ? "service_started"
                                                    : "service_healthy");
                        }));
    }

    @Test
    void onlyThisMachineReachesThePorts() {
        Stream.of(compose, tls)
                .flatMap(file -> elements(file.path("services")))
                .flatMap(service -> elements(service.path("ports")))
                .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
    }

    @Test
    void tlsIsAddedToTheGatewayThatListensForIt() {
        JsonNode gateway = tls.at("/services/gateway");
        List<String> folders = elements(gateway.path("volumes"))
                .map(volume -> volume.asText().replaceAll("^.*:(?=/)|:ro$", ""))
                .toList();
        String listen = Checkout.read("deploy/gateway/tls/listen.conf");

        assertThat(tls.path("services")).hasSize(1);
        assertThat(folders).contains("/etc/boxoffice/listen.conf");
        assertThat(Checkout.TOP.resolve("deploy/gateway/nginx/listen.conf")).exists();
        assertThat(elements(gateway.path("ports")).map(port -> port.asText().replaceAll("^.*:", "")))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(listen).containsPattern("listen [^;]*" + port + " ssl;"));
        assertThat(Pattern.compile("ssl_certificate(?:_key)? (/[^;]+)/tls\\.(?:crt|key);")
                        .matcher(listen)
                        .results()
                        .map(found -> found.group(1)))
                .hasSize(2)
                .isSubsetOf(folders);
    }

    @Test
    void noPasswordHasADefault() {
        List<String> example = Checkout.read(".env.example").lines().toList();
        Matcher variable = VARIABLE.matcher(text);
        Set<String> found = new TreeSet<>();
        while (variable.find()) {
            found.add(variable.group(1));
            if (variable.group(1).matches(".*(PASSWORD|SECRET|KEY).*")) {
                assertThat(variable.group(2)).as(variable.group(1)).startsWith(":?");
                assertThat(example).contains(variable.group(1) + "=");
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void eachServiceKnowsThePasswordOfItsOwnLoginAlone() {
        Map<String, List<String>> whoKnows = Map.of(
                "POSTGRES_PASSWORD", List.of("postgres"),
                "REPLICA_PASSWORD", List.of("postgres", "postgres-replica"),
                "SHOW_PASSWORD", List.of("postgres", "show-service"),
                "BOOKING_PASSWORD", List.of("postgres", "booking-service"),
                "NOTIFICATION_PASSWORD", List.of("postgres", "notification-service"));
        JsonNode logins = compose.at("/services/postgres/environment");

        assertThat(elements(logins).map(JsonNode::asText))
                .hasSize(whoKnows.size())
                .doesNotHaveDuplicates();
        whoKnows.forEach((login, services) -> {
            String password = logins.path(login).asText();
            assertThat(compose.path("x-environment").toString()).doesNotContain(password);
            assertThat(fields(compose.path("services"))
                            .filter(service -> service.getValue().toString().contains(password))
                            .map(Map.Entry::getKey))
                    .as(login)
                    .containsExactlyInAnyOrderElementsOf(services);
        });
    }

    @Test
    void everyVariableOfOursIsOneThatAServiceReads() {
        assertThat(compose.path("x-environment").fieldNames())
                .toIterable()
                .hasSizeGreaterThan(8)
                .isSubsetOf(Checkout.configurationVariables());
        for (String service : Checkout.SERVICES) {
            assertThat(compose.at("/services/" + service + "/environment").fieldNames())
                    .toIterable()
                    .filteredOn(variable -> !variable.equals("<<"))
                    .isSubsetOf(Checkout.configurationVariables(service));
        }
    }

    @Test
    void theServicesAreBuiltWithTheirOwnPorts() {
        for (String service : Checkout.SERVICES) {
            JsonNode how = compose.at("/services/" + service);
            assertThat(how.path("image").asText()).startsWith("boxoffice/" + service + ":");
            assertThat(how.at("/build/args/SERVICE").asText()).isEqualTo(service);
            assertThat(how.at("/build/args/PORT").asInt()).isEqualTo(Checkout.portOf(service));
            assertThat(Checkout.TOP.resolve(how.at("/build/dockerfile").asText()))
                    .exists();
        }
    }

    @Test
    void filesThatAreMountedExist() {
        Stream.of(compose, tls)
                .flatMap(file -> elements(file.path("services")))
                .flatMap(service -> elements(service.path("volumes")))
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("./"))
                .forEach(volume -> assertThat(
                                Files.exists(Checkout.TOP.resolve(volume.substring(2, volume.indexOf(':')))))
                        .as(volume)
                        .isTrue());
    }

    @Test
    void aReplicaWhoseCopyWasCutShortMakesAnother(@TempDir Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        // wants an empty folder, and gets half of it the first time
        TestTools.program(folder, "pg_basebackup", """
            [ -z "$(ls "$6")" ]
            touch "$6/PG_VERSION"
            if mv "%1$s/cut" "%1$s/whole"; then exit 1; fi
            touch "$6/backup_manifest"
            """.formatted(folder));
        TestTools.program(folder, "postgres", "ls \"$PGDATA\"");
        Files.createFile(folder.resolve("cut"));
        List<String> command = List.of(
                "env",
                "PATH=" + folder + ":/usr/bin:/bin",
                "PGDATA=" + data,
                "sh",
                "-euc",
                compose.at("/services/postgres-replica/command/0").asText().replace("$$", "$"));

        assertThatThrownBy(() -> Programs.run(folder, command)).isInstanceOf(IOException.class);
        assertThat(Programs.run(folder, command)).contains("backup_manifest");
        assertThat(Programs.run(folder, command)).contains("backup_manifest");
    }

    @Test
    void kubernetesUsesTheSameVersions() {
        Map<String, String> versions = new HashMap<>();
        elements(compose.path("services"))
                .map(service -> service.path("image").asText())
                .forEach(image -> versions.put(image.replaceAll(":.*", ""), image));
        List<String> shared = Overlay.of("overlays/local")
                .containers()
                .map(container -> container.path("image").asText())
                .filter(image -> versions.containsKey(image.replaceAll(":.*", "")))
                .toList();
        assertThat(shared).hasSizeGreaterThanOrEqualTo(9).isSubsetOf(versions.values());
        for (String file :
                List.of("components/cloudnative-pg/cluster.yaml", "examples/point-in-time-recovery/cluster.yaml")) {
            JsonNode cluster = Checkout.yaml(Checkout.read("deploy/kubernetes/" + file));
            assertThat(version(cluster.at("/spec/imageName"))).as(file).isEqualTo(version(image("postgres")));
        }
        JsonNode broker = Checkout.yaml(Checkout.read("deploy/kubernetes/components/rabbitmq-cluster/cluster.yaml"));
        assertThat(version(broker.at("/spec/image"))).isEqualTo(version(image("rabbitmq")));
    }

    @Test
    void testsInContainersUseTheSameVersions() {
        String tests = Checkout.read("deploy/backends/src/main/java/io/boxoffice/backends/TestBackends.java");
        for (String backend : List.of("postgres", "redis", "rabbitmq")) {
            assertThat(tests).contains('"' + image(backend).asText() + '"');
        }
    }

    private JsonNode image(String service) {
        return compose.at("/services/" + service + "/image");
    }

    /** Without what it is built on. */
    private static String version(JsonNode image) {
        return image.asText().replaceAll("^.*:|-.*$", "");
    }

    @Test
    void theRealmsPlaceholdersAreFilledIn() {
        Matcher placeholder =
                Pattern.compile("\\$\\{([A-Z_]+)}").matcher(Checkout.read("deploy/keycloak/boxoffice-realm.json"));
        while (placeholder.find()) {
            assertThat(compose.at("/services/keycloak/environment").has(placeholder.group(1)))
                    .as(placeholder.group(1))
                    .isTrue();
        }
    }

    @Test
    void theImageNeedsNoNewerSyntaxNoRootAndNoShellToRun() {
        String image = Checkout.read("deploy/images/Dockerfile");
        assertThat(image)
                .doesNotContain("# syntax=", "<<E", ":latest")
                .containsPattern("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$")
                .containsPattern("(?m)^ENTRYPOINT \\[\"java\"")
                .containsPattern("(?m)^HEALTHCHECK .*CMD \\[\"java\"");
        assertThat(image).contains(String.join(",", Checkout.SERVICES));
    }
}
