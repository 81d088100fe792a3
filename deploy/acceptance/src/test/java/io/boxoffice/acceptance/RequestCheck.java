package io.boxoffice.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxoffice.acceptance.Contract.Exchange;
import io.boxoffice.acceptance.Contract.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a request that was served is one that its operation describes. */
final class RequestCheck {

    /** What a body is that does not say so. */
    private static final String JSON = "application/json";

    /** A parameter; one that is empty counts as absent. */
    private static final Pattern PAIR = Pattern.compile("([^=&]+)=([^&]+)");

    private final Contract contract;
    private final Exchange call;
    private final Operation operation;
    private final List<String> violations;

    RequestCheck(Contract contract, Exchange call, Operation operation, List<String> violations) {
        this.contract = contract;
        this.call = call;
        this.operation = operation;
        this.violations = violations;
    }

    void check() {
        Map<String, List<String>> query = query();
        for (String pointer : parameters()) {
            JsonNode parameter = contract.document().at(pointer);
            String name = parameter.path("name").asText();
            List<String> values = switch (parameter.path("in").asText()) {
                case "query" -> query.getOrDefault(name, List.of());
                case "header" ->
                    call.requestHeader(name).stream()
                            .filter(value -> !value.isEmpty())
                            .toList();
                default -> List.of(inPath(name));
            };
            query.remove(name);
            if (!values.isEmpty()) {
                String value = switch (parameter.at("/schema/type").asText()) {
                    case "array" -> list(values);
                    case "string" -> Contract.string(values.getLast());
                    default -> Contract.literal(values.getLast());
                };
                contract.check(pointer + "/schema", value, "parameter " + name, violations);
            } else if (parameter.path("required").asBoolean()) {
                violations.add("it was served without the parameter " + name);
            }
        }
        query.keySet().forEach(name -> violations.add("the parameter is not described: " + name));
        checkBody();
    }

    private void checkBody() {
        String pointer = operation.pointer() + "/requestBody";
        JsonNode body = contract.document().at(pointer);
        if (call.sent() == null || call.sent().isEmpty()) {
            if (body.path("required").asBoolean()) {
                violations.add("it was served without a body");
            }
            return;
        }
        String type = call.requestHeader("Content-Type").orElse(JSON).replaceFirst(";.*", "");
        if (!body.path("content").has(type)) {
            violations.add("a request of this type is not described: " + type);
        } else {
            contract.check(
                    pointer + "/content/" + Contract.escape(type) + "/schema", call.sent(), "request", violations);
        }
    }

    private List<String> parameters() {
        List<String> pointers = new ArrayList<>();
        for (String owner : List.of(operation.pathPointer(), operation.pointer())) {
            for (int i = 0; i < contract.document().at(owner + "/parameters").size(); i++) {
                pointers.add(contract.resolve(owner + "/parameters/" + i));
            }
        }
        return pointers;
    }

    private static String list(List<String> values) {
        return values.stream().map(Contract::literal).collect(Collectors.joining(",", "[", "]"));
    }

    private Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        int mark = call.path().indexOf('?');
        Matcher pair = PAIR.matcher(mark < 0 ? "" : call.path().substring(mark + 1));
        while (pair.find()) {
            query.computeIfAbsent(decode(pair.group(1)), name -> new ArrayList<>())
                    .add(decode(pair.group(2)));
        }
        return query;
    }

    private String inPath(String name) {
        Matcher path = Pattern.compile(operation.pattern()).matcher(call.path().replaceFirst("\\?.*", ""));
        return path.matches() ? decode(path.group(operation.parameters().indexOf(name) + 1)) : "";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
