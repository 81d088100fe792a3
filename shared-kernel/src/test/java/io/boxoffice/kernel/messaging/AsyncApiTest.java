package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.support.Backends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds docs/asyncapi.yaml, the events and the queues of a real broker together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncApiTest {

    private static final Path FILE = Path.of("..", "docs", "asyncapi.yaml");

    /** Configured by whoever runs Box Office. */
    private static final String PAUSE = "x-message-ttl";

    private final JsonNode document = new YAMLMapper().readTree(Files.readString(FILE));
    private final JsonNode broker;

    AsyncApiTest() throws Exception {
        new Rabbit().close();
        broker = new JsonMapper().readTree(Backends.rabbitDefinitions());
    }

    @Test
    void every_event_is_described_with_its_schema_and_its_routing_key() {
        List<String> keys =
                Arrays.stream(EventType.values()).map(EventType::routingKey).toList();
        JsonNode channel = document.at("/channels/events");
        assertThat(texts(channel.at("/parameters/routingKey/enum"))).containsExactlyElementsOf(keys);
        assertThat(keysOf(channel)).containsExactlyElementsOf(keys);
        assertThat(document.at("/components/messages")
                        .valueStream()
                        .map(message -> message.path("title").asString()))
                .containsExactlyElementsOf(keys);
        for (JsonNode message : document.at("/components/messages")) {
            String key = message.path("title").asString();
            assertThat(message.path("name").asString()).isEqualTo("io.boxoffice." + key + ".v1");
            assertThat(message.at("/payload/schema/$ref").asString()).isEqualTo("./events/" + key + ".v1.schema.json");
        }
    }

    @Test
    void the_exchange_is_the_one_the_broker_has() {
        JsonNode described = document.at("/channels/events/bindings/amqp/exchange");
        JsonNode real = broker.path("exchanges")
                .valueStream()
                .filter(exchange -> exchange.path("name").equals(described.path("name")))
                .findFirst()
                .orElseThrow();
        assertThat(real.path("type")).isEqualTo(described.path("type"));
        assertThat(real.path("durable")).isEqualTo(described.path("durable"));
        assertThat(real.path("arguments")).isEqualTo(document.at("/channels/events/x-exchange-arguments"));
    }

    @Test
    void the_queues_and_their_arguments_are_those_the_broker_has() {
        Map<String, JsonNode> real = new TreeMap<>();
        for (JsonNode queue : broker.path("queues")) {
            ((ObjectNode) queue.path("arguments")).remove(PAUSE);
            real.put(queue.path("name").asString(), queue.path("arguments"));
        }
        assertThat(describedQueues()).isEqualTo(real);
    }

    @Test
    void the_bindings_are_those_the_broker_has() {
        Map<String, List<String>> described = new TreeMap<>();
        for (JsonNode channel : document.path("channels")) {
            if (channel.has("x-routing-keys")) {
                described.put(channel.path("address").asString(), sorted(texts(channel.path("x-routing-keys"))));
            }
        }
        Map<String, List<String>> real = broker.path("bindings")
                .valueStream()
                .filter(binding -> binding.path("source").asString().equals(Topology.EVENTS))
                .collect(Collectors.groupingBy(
                        binding -> binding.path("destination").asString(),
                        TreeMap::new,
                        Collectors.mapping(
                                binding -> binding.path("routing_key").asString(),
                                Collectors.collectingAndThen(Collectors.toList(), AsyncApiTest::sorted))));
        assertThat(described).isEqualTo(real);
    }

    @Test
    void a_queue_is_said_to_get_the_events_that_its_bindings_let_through() {
        for (JsonNode channel : document.path("channels")) {
            List<String> keys = texts(channel.path("x-routing-keys"));
            if (!keys.isEmpty()) {
                assertThat(keysOf(channel))
                        .as(channel.path("address").asString())
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                                .map(EventType::routingKey)
                                .filter(event -> keys.stream().anyMatch(key -> matches(key, event)))
                                .toList());
            }
        }
    }

    @Test
    void whoever_sends_or_receives_names_only_messages_of_the_channel() {
        for (JsonNode operation : document.path("operations")) {
            String channel = operation.at("/channel/$ref").asString();
            for (JsonNode message : operation.path("messages")) {
                assertThat(message.path("$ref").asString()).startsWith(channel + "/messages/");
                assertThat(referred(message).isObject()).as("%s", message).isTrue();
            }
        }
    }

    private Map<String, JsonNode> describedQueues() {
        Map<String, JsonNode> queues = new TreeMap<>();
        for (JsonNode channel : document.path("channels")) {
            if (channel.at("/bindings/amqp/is").asString("").equals("queue")) {
                List<JsonNode> expanded = List.of(channel);
                for (Map.Entry<String, JsonNode> parameter :
                        channel.path("parameters").properties()) {
                    expanded = expanded.stream()
                            .flatMap(one -> texts(parameter.getValue().path("enum")).stream()
                                    .map(value -> with(one, parameter.getKey(), value)))
                            .toList();
                }
                expanded.forEach(one -> queues.put(one.path("address").asString(), one.path("x-queue-arguments")));
            }
        }
        return queues;
    }

    private static JsonNode with(JsonNode channel, String parameter, String value) {
        return new JsonMapper().readTree(channel.toString().replace("{" + parameter + "}", value));
    }

    /** The routing keys of the messages that a channel carries. */
    private List<String> keysOf(JsonNode channel) {
        List<String> keys = new ArrayList<>();
        channel.path("messages")
                .forEach(message -> keys.add(referred(message).path("title").asString()));
        return keys;
    }

    private JsonNode referred(JsonNode reference) {
        JsonNode target = document.at(reference.path("$ref").asString("").substring(1));
        return target.has("$ref") ? referred(target) : target;
    }

    /** A star stands for one word. */
    private static boolean matches(String key, String event) {
        return event.matches(key.replace(".", "\\.").replace("*", "[^.]+"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }
}
