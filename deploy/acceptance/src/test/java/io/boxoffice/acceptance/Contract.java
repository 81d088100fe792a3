package io.boxoffice.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway promises (OpenAPI 3.1), and whether calls keep to it in both directions: an answer is one that the
 * operation describes, and a request that was served is one that it describes too. Objects are closed here, so that a
 * field nobody described is found; clients must not close them.
 */
final class Contract {

    /** The document that the gateway serves. */
    static final Path FILE = Path.of("../gateway/nginx/openapi.json");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "https://boxoffice.example/openapi.json";
    private static final String PROBLEM = "application/problem+json";
    private static final int REFUSED = 400;
    private static final Contract ONLY = new Contract();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> problemTypes = new TreeSet<>();
    private final Set<String> served = new ConcurrentSkipListSet<>();

    private Contract() {
        try {
            document = JSON.readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close(document.at("/components/schemas"));
        String text = document.toString();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(ID, text))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> !method.getKey().equals("parameters"))
                        .forEach(method -> operations.add(Operation.of(path.getKey(), method.getKey()))));
        document.at("/components/examples")
                .forEach(example -> problemTypes.add(example.at("/value/type").asText()));
    }

    static Contract get() {
        return ONLY;
    }

    private static void close(JsonNode schemas) {
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            if (schema.getValue().has("properties")
                    && !schema.getValue().has("additionalProperties")
                    && !schema.getKey().equals("Problem")) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        }
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Operations and statuses that were seen so far. */
    Set<String> served() {
        return served;
    }

    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.matches(method, path))
                .min((a, b) ->
                        Integer.compare(a.parameters().size(), b.parameters().size()));
    }

    /** Fails the test whose call does not keep to the contract. */
    void keep(Exchange call) {
        List<String> violations = violations(call);
        if (!violations.isEmpty()) {
            throw new AssertionError("the contract was not kept: " + violations + " " + call.body());
        }
    }

    /** What is wrong with a call; empty if it keeps to the contract. */
    List<String> violations(Exchange call) {
        Optional<Operation> operation = operation(call.method(), call.path());
        List<String> violations = new ArrayList<>();
        if (operation.isEmpty()) {
            if (call.status() < REFUSED) {
                violations.add("no such operation is described");
            }
            checkProblem(call, violations);
        } else {
            served.add(operation.get() + " " + call.status());
            JsonNode node = document.at(operation.get().pointer());
            checkAnswer(call, operation.get(), node, violations);
            if (call.status() < REFUSED) {
                new RequestCheck(this, call, operation.get(), violations).check();
            }
        }
        return violations.stream()
                .map(violation -> call.method() + " " + call.path() + " -> " + call.status() + ": " + violation)
                .toList();
    }

    private void checkProblem(Exchange call, List<String> violations) {
        if (call.status() >= REFUSED && !problemTypes.contains(call.problemType())) {
            violations.add("the problem type is not described: " + call.problemType());
        }
    }

    private void checkAnswer(Exchange call, Operation operation, JsonNode node, List<String> violations) {
        String status = node.path("responses").has("" + call.status()) ? "" + call.status() : "default";
        String pointer = resolve(operation.pointer() + "/responses/" + status);
        JsonNode response = document.at(pointer);
        if (response.isMissingNode() || (call.status() < REFUSED && status.equals("default"))) {
            violations.add("the status is not described");
            return;
        }
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            String at = resolve(pointer + "/headers/" + escape(header.getKey()));
            Optional<String> value = call.header(header.getKey());
            if (value.isPresent()) {
                check(at + "/schema", literal(value.get()), "header " + header.getKey(), violations);
            } else if (document.at(at).path("required").asBoolean()) {
                violations.add("the header " + header.getKey() + " is missing");
            }
        }
        checkBody(call, pointer, response, violations);
        if (call.status() >= REFUSED) {
            checkProblem(call, violations);
        }
    }

    private void checkBody(Exchange call, String pointer, JsonNode response, List<String> violations) {
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            if (!call.body().isEmpty()) {
                violations.add("a body is not described");
            }
        } else if (!content.has(call.mediaType())) {
            violations.add("the content type is not described: " + call.mediaType());
        } else {
            check(pointer + "/content/" + escape(call.mediaType()) + "/schema", call.body(), "answer", violations);
        }
    }

    /** Validates JSON text against the schema at a place of the document. */
    void check(String pointer, String json, String what, List<String> violations) {
        Schema schema = schemas.computeIfAbsent(
                pointer,
                at -> registry.getSchema(
                        SchemaLocation.of(ID + "#" + at.replace("{", "%7B").replace("}", "%7D"))));
        try {
            schema.validate(json, InputFormat.JSON).forEach(error -> violations.add(what + " " + error));
        } catch (RuntimeException e) {
            violations.add(what + " cannot be read: " + e);
        }
    }

    /** The pointer itself, or where its $ref leads. */
    String resolve(String pointer) {
        String ref = document.at(pointer).path("$ref").asText("");
        return ref.isEmpty() ? pointer : ref.substring(1);
    }

    /** Text as a JSON value, which is what parameters and headers are checked as. */
    static String literal(String text) {
        return text.matches("-?[0-9]{1,15}|true|false") ? text : string(text);
    }

    static String string(String text) {
        return JSON.valueToTree(text).toString();
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** A method of a path; knows where it is in the document. */
    record Operation(String method, String template, String pattern, List<String> parameters) {

        static Operation of(String template, String method) {
            List<String> parameters = Pattern.compile("\\{(\\w+)}")
                    .matcher(template)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            return new Operation(
                    method.toUpperCase(Locale.ROOT), template, template.replaceAll("\\{\\w+}", "([^/]+)"), parameters);
        }

        boolean matches(String wantedMethod, String path) {
            return method.equals(wantedMethod) && path.replaceFirst("\\?.*", "").matches(pattern);
        }

        String pathPointer() {
            return "/paths/" + escape(template);
        }

        String pointer() {
            return pathPointer() + "/" + method.toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    /** One request and its answer. */
    record Exchange(
            String method,
            String path,
            Map<String, List<String>> requestHeaders,
            @Nullable String sent,
            int status,
            Map<String, List<String>> headers,
            String body) {

        Exchange(
                String method,
                String path,
                Map<String, List<String>> requestHeaders,
                @Nullable String sent,
                HttpResponse<String> answer) {
            this(
                    method,
                    path,
                    requestHeaders,
                    sent,
                    answer.statusCode(),
                    answer.headers().map(),
                    answer.body());
        }

        Optional<String> header(String name) {
            return value(headers, name);
        }

        Optional<String> requestHeader(String name) {
            return value(requestHeaders, name);
        }

        private static Optional<String> value(Map<String, List<String>> headers, String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }

        String mediaType() {
            return header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
        }

        String problemType() {
            try {
                return mediaType().equals(PROBLEM)
                        ? JSON.readTree(body).path("type").asText()
                        : "none, but " + mediaType();
            } catch (IOException e) {
                return "unreadable";
            }
        }
    }

    /** Every documented answer that is no refusal, as {@link #served} writes them. */
    Set<String> promised() {
        return operations.stream()
                .flatMap(operation -> StreamSupport.stream(
                                ((Iterable<String>) () -> document.at(operation.pointer() + "/responses")
                                                .fieldNames())
                                        .spliterator(),
                                false)
                        .filter(status -> status.startsWith("2") || status.startsWith("3"))
                        .map(status -> operation + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
