package io.boxoffice.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One contract made of those of the services and of what the gateway adds. What several of them say must be the same;
 * the problems of the gateway may happen on every route.
 */
final class MergedContract {

    private static final String ANY_OTHER = "AnyOther";
    private static final String EXAMPLES = "#/components/examples/";

    private final JsonNode gateway;
    private final ObjectNode merged;

    private MergedContract(JsonNode gateway) {
        this.gateway = gateway;
        this.merged = gateway.deepCopy();
    }

    static ObjectNode of(JsonNode gateway, List<JsonNode> services) {
        MergedContract contract = new MergedContract(gateway);
        services.forEach(contract::add);
        contract.merged.withObject("/components").properties().forEach(kind -> sort((ObjectNode) kind.getValue()));
        sort(contract.merged.withObject("/components"));
        sort(contract.merged.withObject("/paths"));
        contract.addGatewaysProblems();
        return contract.merged;
    }

    private void add(JsonNode service) {
        service.path("tags").forEach(merged.withArray("/tags")::add);
        union(merged.withObject("/paths"), service.path("paths"));
        service.path("components")
                .properties()
                .forEach(kind ->
                        union(merged.withObject("/components").withObject("/" + kind.getKey()), kind.getValue()));
    }

    private static void union(ObjectNode all, JsonNode more) {
        for (Map.Entry<String, JsonNode> entry : more.properties()) {
            JsonNode known = all.get(entry.getKey());
            if (known != null && !known.equals(entry.getValue())) {
                throw new IllegalStateException(
                        "two contracts differ in " + entry.getKey() + ": " + known + " and " + entry.getValue());
            }
            all.set(entry.getKey(), entry.getValue());
        }
    }

    private static void sort(ObjectNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        object.removeAll();
        object.setAll(sorted);
    }

    private void addGatewaysProblems() {
        for (Map.Entry<String, JsonNode> problem :
                gateway.at("/components/examples").properties()) {
            String status = problem.getValue().at("/value/status").asText();
            addProblem(merged.at("/components/responses/" + ANY_OTHER), problem.getKey());
            for (JsonNode path : merged.path("paths")) {
                for (JsonNode operation : path) {
                    JsonNode response = operation.path("responses").path(status);
                    if (!response.isMissingNode()) {
                        addProblem(response, problem.getKey());
                    }
                }
            }
        }
    }

    private void addProblem(JsonNode response, String problem) {
        JsonNode content = response.at("/content/application~1problem+json");
        JsonNode type = merged.at("/components/examples/" + problem + "/value/type");
        ((ArrayNode) content.at("/schema/properties/type/enum")).add(type);
        ((ObjectNode) content.path("examples")).putObject(problem).put("$ref", EXAMPLES + problem);
    }
}
