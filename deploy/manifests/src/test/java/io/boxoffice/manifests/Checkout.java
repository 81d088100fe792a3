package io.boxoffice.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.boxoffice.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of this checkout, and what the services' own sources say about themselves. */
final class Checkout {

    static final Path TOP = Folders.checkout(Path.of(""));
    static final List<String> SERVICES =
            List.of("show-service", "booking-service", "notification-service", "expiry-worker");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\{|name = \")(boxoffice\\.[a-z.-]+)[:}\"]");
    private static final Pattern MAPPING = Pattern.compile(
            "@ConfigMapping\\(prefix = \"(boxoffice[a-z.-]*)\"\\).*?\\n\\}|@ConfigMapping\\(prefix = "
                    + "\"(boxoffice[a-z.-]*)\"\\).*?\\n    \\}",
            Pattern.DOTALL);
    private static final Pattern GETTER = Pattern.compile("\\n +[A-Za-z<>]+ ([a-zA-Z]+)\\(\\);");
    private static final Pattern PORT = Pattern.compile("(?m)^quarkus\\.http\\.port=(\\d+)$");

    private Checkout() {}

    static String read(String path) {
        try {
            return Files.readString(TOP.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String text) {
        return yamls(text).getFirst();
    }

    static List<JsonNode> yamls(String text) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            List<JsonNode> all = new ArrayList<>();
            documents.forEachRemaining(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    static Stream<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        return node.properties().stream();
    }

    /** The port a service listens on by its own configuration. */
    static int portOf(String service) {
        Matcher port = PORT.matcher(read(service + "/src/main/resources/application.properties"));
        if (!port.find()) {
            throw new IllegalStateException(service + " does not say its port");
        }
        return Integer.parseInt(port.group(1));
    }

    /** Every key of ours that any of the services reads, as the name of an environment variable. */
    static Set<String> configurationVariables() {
        return SERVICES.stream()
                .flatMap(service -> configurationVariables(service).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that one of them reads. */
    static Set<String> configurationVariables(String service) {
        Set<String> keys = new TreeSet<>();
        for (String module : List.of(service, "shared-kernel")) {
            for (Path file : sources(module)) {
                keysIn(read(TOP.relativize(file).toString()), keys);
            }
        }
        Set<String> variables = new TreeSet<>();
        keys.forEach(key ->
                variables.add(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')));
        return variables;
    }

    private static void keysIn(String source, Set<String> keys) {
        Matcher placeholder = PLACEHOLDER.matcher(source);
        while (placeholder.find()) {
            keys.add(placeholder.group(1));
        }
        Matcher mapping = MAPPING.matcher(source);
        while (mapping.find()) {
            String prefix = mapping.group(1) == null ? mapping.group(2) : mapping.group(1);
            Matcher getter = GETTER.matcher(mapping.group());
            while (getter.find()) {
                keys.add(prefix + "."
                        + getter.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
            }
        }
    }

    private static List<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/main"))) {
            return files.filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".properties"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
