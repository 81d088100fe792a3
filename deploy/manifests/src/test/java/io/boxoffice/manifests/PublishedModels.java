package io.boxoffice.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * What operators have published of their kinds, as TypeScript's types (npm, @kubernetes-models). Each object is written
 * as a literal of its type, so that the compiler finds fields that do not exist, are missing, or are of another type.
 * Where Node.js, npm or the way to its registry is missing, the test is skipped with a loud word, or fails where the
 * environment says {@code MANIFEST_TOOLS=required}.
 */
final class PublishedModels {

    private static final Map<String, String> PACKAGES = Map.of(
            "gateway.networking.k8s.io/v1", "gateway-api",
            "postgresql.cnpg.io/v1", "cloudnative-pg",
            "keda.sh/v1alpha1", "keda",
            "monitoring.coreos.com/v1", "prometheus-operator");

    private static final Path TOOLS = Path.of("target/checks").toAbsolutePath();

    private PublishedModels() {}

    static boolean know(JsonNode object) {
        return PACKAGES.containsKey(object.path("apiVersion").asText());
    }

    /** Fails with what the compiler says if an object is not what its model says. */
    static void check(String name, List<JsonNode> objects) throws IOException {
        install();
        String source = IntStream.range(0, objects.size())
                .mapToObj(i -> literal(i, objects.get(i)))
                .collect(Collectors.joining("\n"));
        Files.writeString(TOOLS.resolve(name + ".ts"), source);
        Programs.run(
                TOOLS,
                List.of(
                        "node",
                        "node_modules/typescript/bin/tsc",
                        "--noEmit",
                        "--strict",
                        "--skipLibCheck",
                        "--module",
                        "nodenext",
                        name + ".ts"));
    }

    private static String literal(int number, JsonNode object) {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        return """
            import type { I%2$s as Kind%1$d } from "@kubernetes-models/%3$s/%4$s/%2$s";
            export const object%1$d: Kind%1$d = %5$s;
            """.formatted(number, kind, PACKAGES.get(version), version, object);
    }

    private static synchronized void install() throws IOException {
        if (Programs.find("node").isEmpty() || Programs.find("npm").isEmpty()) {
            skip("Node.js with npm is not installed");
        }
        if (Files.exists(TOOLS.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        Files.createDirectories(TOOLS);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.write(TOOLS.resolve(file), Files.readAllBytes(Path.of("src/test/checks", file)));
        }
        try {
            Programs.run(TOOLS, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        } catch (IOException e) {
            skip("npm could not fetch the models: " + e.getMessage());
        }
    }

    private static void skip(String why) {
        assertThat(System.getenv("MANIFEST_TOOLS")).as(why).isNotEqualTo("required");
        System.err.println("SKIPPED: what operators read is not held against their models, because " + why);
        Assumptions.abort(why);
    }
}
