package io.boxoffice.manifests;

import static io.boxoffice.manifests.Checkout.elements;
import static io.boxoffice.manifests.Checkout.fields;
import static io.boxoffice.manifests.Overlay.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a label selector of Kubernetes means. */
final class Selectors {

    private Selectors() {}

    static boolean select(JsonNode selector, Map<String, String> labels) {
        return fields(selector.path("matchLabels"))
                        .allMatch(wanted -> wanted.getValue().asText().equals(labels.get(wanted.getKey())))
                && elements(selector.path("matchExpressions")).allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(JsonNode expression, Map<String, String> labels) {
        String key = expression.path("key").asText();
        return switch (expression.path("operator").asText()) {
            case "Exists" -> labels.containsKey(key);
            case "In" -> isOneOf(expression, labels.get(key));
            case "NotIn" -> !isOneOf(expression, labels.get(key));
            default -> throw new IllegalStateException("unknown: " + expression);
        };
    }

    private static boolean isOneOf(JsonNode expression, @Nullable String value) {
        return elements(expression.path("values"))
                .anyMatch(wanted -> wanted.asText().equals(value));
    }

    static Map<String, String> labels(JsonNode node) {
        Map<String, String> labels = new HashMap<>();
        fields(node)
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** What the database operator puts on the pods of a cluster. */
    static Map<String, String> podsOfDatabase(JsonNode cluster) {
        Map<String, String> labels = labels(cluster.at("/spec/inheritedMetadata/labels"));
        labels.put("cnpg.io/cluster", name(cluster));
        return labels;
    }

    /** What the broker's operator puts on the pods of a cluster. */
    static Map<String, String> podsOfBroker(JsonNode cluster) {
        Map<String, String> labels = labels(cluster.at("/metadata/labels"));
        labels.put("app.kubernetes.io/name", name(cluster));
        return labels;
    }
}
