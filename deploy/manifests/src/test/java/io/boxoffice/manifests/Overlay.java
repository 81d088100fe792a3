package io.boxoffice.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What kustomize makes of a folder below deploy/kubernetes, with secrets of its own in a copy of the manifests.
 *
 * @param path the folder
 * @param objects everything that would be applied
 */
record Overlay(String path, List<JsonNode> objects) {

    static final List<String> ALL =
            List.of("overlays/local", "overlays/staging", "overlays/production", "examples/blue-green");

    private static final Map<String, Overlay> BUILT = new ConcurrentHashMap<>();

    /** Its kustomize is the first that knows all of what we write; Debian has an older one. */
    private static final int OLDEST_KUBECTL = 27;

    private static final Pattern MINOR = Pattern.compile("(?:Version: v1\\.|Minor:\")(\\d+)");
    private static final List<String> KUSTOMIZE = kustomize();

    static Overlay of(String path) {
        if (KUSTOMIZE.isEmpty()) {
            TestTools.skip("there is neither kustomize nor kubectl 1." + OLDEST_KUBECTL + " or newer");
        }
        return BUILT.computeIfAbsent(path, Overlay::build);
    }

    /** The command that builds a folder; empty if there is none that knows the manifests' language. */
    private static List<String> kustomize() {
        if (Programs.find("kustomize").isPresent()) {
            return List.of("kustomize", "build");
        }
        if (Programs.find("kubectl").isEmpty()) {
            return List.of();
        }
        try {
            Matcher minor = MINOR.matcher(Programs.run(Checkout.TOP, List.of("kubectl", "version", "--client")));
            return minor.find() && Integer.parseInt(minor.group(1)) >= OLDEST_KUBECTL
                    ? List.of("kubectl", "kustomize")
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Overlay build(String path) {
        try {
            Path copy = Files.createDirectories(Path.of("target").toAbsolutePath())
                    .resolve("copy-" + path.replace('/', '-'));
            for (String part : List.of("deploy/kubernetes", "deploy/keycloak", "deploy/backends/containers")) {
                copy(Checkout.TOP.resolve(part), copy.resolve(part));
            }
            for (String overlay : List.of("local", "production")) {
                Programs.run(copy, List.of("bash", copy + "/deploy/kubernetes/make-secrets", overlay));
            }
            List<String> command = new ArrayList<>(KUSTOMIZE);
            command.add(copy + "/deploy/kubernetes/" + path);
            String built = Programs.run(copy, command);
            return new Overlay(path, Checkout.yamls(built));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/secrets/"))
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }

    Stream<JsonNode> of(List<String> kinds) {
        return objects.stream()
                .filter(object -> kinds.contains(object.path("kind").asText()));
    }

    Stream<JsonNode> ofKind(String kind) {
        return of(List.of(kind));
    }

    /** Deployments and StatefulSets. */
    Stream<JsonNode> workloads() {
        return of(List.of("Deployment", "StatefulSet"));
    }

    /** Deployments of our own services. */
    Stream<JsonNode> services() {
        return ofKind("Deployment")
                .filter(deployment -> deployment.at("/metadata/labels").has("boxoffice.io/service"));
    }

    Stream<JsonNode> containers() {
        return workloads().flatMap(workload -> Checkout.elements(workload.at("/spec/template/spec/containers")));
    }

    boolean has(String kind, String name) {
        return ofKind(kind).anyMatch(object -> name(object).equals(name));
    }

    @Override
    public String toString() {
        return path;
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
