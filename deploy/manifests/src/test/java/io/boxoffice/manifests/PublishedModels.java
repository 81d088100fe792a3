package io.boxoffice.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What operators have published of their kinds, as TypeScript's types (npm, @kubernetes-models). Each object is written
 * as a literal of its type, so that the compiler finds fields that do not exist, are missing, or are of another type.
 */
final class PublishedModels {

    private static final Map<String, String> PACKAGES = Map.of(
            "gateway.networking.k8s.io/v1", "gateway-api",
            "postgresql.cnpg.io/v1", "cloudnative-pg",
            "keda.sh/v1alpha1", "keda",
            "monitoring.coreos.com/v1", "prometheus-operator");

    private PublishedModels() {}

    static boolean know(JsonNode object) {
        return PACKAGES.containsKey(object.path("apiVersion").asText());
    }

    /** Fails with what the compiler says if an object is not what its model says. */
    static void check(String name, List<JsonNode> objects) throws IOException {
        String source = IntStream.range(0, objects.size())
                .mapToObj(i -> literal(i, objects.get(i)))
                .collect(Collectors.joining("\n"));
        Files.createDirectories(TestTools.FOLDER);
        Files.writeString(TestTools.FOLDER.resolve(name + ".ts"), source);
        TestTools.run(
                TestTools.FOLDER,
                "tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "nodenext",
                name + ".ts");
    }

    private static String literal(int number, JsonNode object) {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        return """
            import type { I%2$s as Kind%1$d } from "@kubernetes-models/%3$s/%4$s/%2$s";
            export const object%1$d: Kind%1$d = %5$s;
            """.formatted(number, kind, PACKAGES.get(version), version, object);
    }
}
