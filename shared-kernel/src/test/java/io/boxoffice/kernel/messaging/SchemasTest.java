package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.support.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds the records, the JSON Schemas of docs/events and the golden files together. */
class SchemasTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of("..", "docs", "events");
    private static final String ID = "https://boxoffice.example/events/";
    private static final String PARTS = "parts.schema.json";

    /** What our own readers can do without. */
    private static final Set<String> UNREAD = Set.of("specversion", "subject", "datacontenttype", "boxofficesequence");

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(iri -> iri.startsWith(ID) ? text(iri.substring(ID.length())) : null));

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_what_the_schema_says(EventType type) {
        Envelope envelope = new Envelope("event-1", "/test", Events.NOON, null, Events.of(type));
        assertThat(complaints(type, new String(EventCodec.write(envelope), StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_golden_file_is_what_the_schema_says(EventType type) throws IOException {
        assertThat(complaints(type, golden(type).toString())).isEmpty();
    }

    @Test
    void a_lapsed_offer_is_what_the_schema_says_and_any_other_word_for_it_is_not() throws IOException {
        String lapsed = golden("booking.expired.offer").toString();

        assertThat(complaints(EventType.BOOKING_EXPIRED, lapsed)).isEmpty();
        assertThat(complaints(EventType.BOOKING_EXPIRED, lapsed.replace("\"offer\":true", "\"offer\":\"yes\"")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_says_what_its_record_has_and_nothing_else(EventType type) {
        JsonNode schema = schema(fileOf(type));
        assertThat(schema.at("/$id").asString()).isEqualTo(ID + fileOf(type));
        assertThat(schema.at("/properties/type/const").asString()).isEqualTo(type.wireName());
        assertObject(type.contract(), schema.at("/properties/data"), fileOf(type));
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_misses_each_field_that_a_reader_would_miss(EventType type) throws IOException {
        JsonNode whole = golden(type);
        for (int object = 0; object < objects(whole).count(); object++) {
            for (String field : List.copyOf(at(whole, object).propertyNames())) {
                JsonNode less = whole.deepCopy();
                at(less, object).remove(field);
                assertThat(complaints(type, less.toString()).isEmpty())
                        .as("without '%s' in %s", field, at(whole, object))
                        .isEqualTo(isReadable(less) && !UNREAD.contains(field));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_lets_fields_of_the_future_pass(EventType type) throws IOException {
        JsonNode grown = golden(type);
        objects(grown)
                .toList()
                .forEach(object -> object.putObject("fromTheFuture").put("a", 1));
        assertThat(complaints(type, grown.toString())).isEmpty();
    }

    @Test
    void a_schema_refuses_what_cannot_be() throws IOException {
        for (String wrong : List.of(
                "\"id\":\"0H4Q2Z5K8M1N3\"",
                "\"currency\":\"Euro\"",
                "\"totalMinor\":-1",
                "\"startsAt\":\"tomorrow\"")) {
            String key = wrong.substring(0, wrong.indexOf(':'));
            String event = golden(EventType.BOOKING_CONFIRMED).toString();
            String broken = event.replaceAll("(\"booking\".*?)" + key + ":(\"[^\"]*\"|[0-9]+)", "$1" + wrong);
            assertThat(broken).isNotEqualTo(event);
            assertThat(complaints(EventType.BOOKING_CONFIRMED, broken))
                    .as(wrong)
                    .isNotEmpty();
        }
    }

    @Test
    void there_is_a_schema_for_each_event_and_no_other() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Arrays.stream(EventType.values()).map(SchemasTest::fileOf),
                                    Stream.of(PARTS, "envelope.schema.json"))
                            .toList());
        }
    }

    private List<Error> complaints(EventType type, String event) {
        Schema schema = registry.getSchema(SchemaLocation.of(ID + fileOf(type)));
        return schema.validate(
                event,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static void assertObject(Class<?> contract, JsonNode schema, String where) {
        assertThat(schema.path("properties").propertyNames())
                .as(where)
                .containsExactlyInAnyOrderElementsOf(names(contract, false));
        assertThat(schema.path("required").valueStream().map(JsonNode::asString))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(names(contract, true));
        for (RecordComponent component : contract.getRecordComponents()) {
            assertValue(
                    component.getGenericType(),
                    resolved(schema.path("properties").path(component.getName())),
                    where + "/" + component.getName());
        }
    }

    private static void assertValue(Type type, JsonNode schema, String where) {
        String said = schema.path("type").asString("");
        if (type instanceof ParameterizedType list) {
            assertThat(said).as(where).isEqualTo("array");
            assertValue(list.getActualTypeArguments()[0], resolved(schema.path("items")), where);
        } else if (type instanceof Class<?> contract && isPart(contract)) {
            assertThat(said).as(where).isEqualTo("object");
            assertObject(contract, schema, where);
        } else if (type instanceof Class<?> constants && constants.isEnum()) {
            assertThat(schema.path("enum").valueStream().map(JsonNode::asString))
                    .as(where)
                    .containsExactlyElementsOf(Arrays.stream(constants.getEnumConstants())
                            .map(Object::toString)
                            .toList());
        } else {
            boolean number = type == int.class || type == long.class || type == Integer.class;
            assertThat(said).as(where).isEqualTo(number ? "integer" : type == Boolean.class ? "boolean" : "string");
        }
    }

    /** Ids are records too, but strings on the wire. */
    private static boolean isPart(Class<?> contract) {
        return contract.isRecord() && contract.getPackageName().endsWith(".event");
    }

    private static List<String> names(Class<?> contract, boolean onlyRequired) {
        return Arrays.stream(contract.getRecordComponents())
                .filter(component ->
                        !onlyRequired || !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList();
    }

    private static JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : schema(PARTS).at(reference.substring(reference.indexOf('#') + 1));
    }

    private static boolean isReadable(JsonNode event) {
        try {
            EventCodec.read(event.toString().getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    private static ObjectNode at(JsonNode root, int index) {
        return objects(root).skip(index).findFirst().orElseThrow();
    }

    /** The objects in a document, itself first. */
    private static Stream<ObjectNode> objects(JsonNode node) {
        Stream<ObjectNode> below = node.valueStream().flatMap(SchemasTest::objects);
        return node instanceof ObjectNode object ? Stream.concat(Stream.of(object), below) : below;
    }

    private static String fileOf(EventType type) {
        return type.routingKey() + ".v1.schema.json";
    }

    private static JsonNode schema(String file) {
        return JSON.readTree(text(file));
    }

    private static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode golden(EventType type) throws IOException {
        return golden(type.routingKey());
    }

    private static JsonNode golden(String name) throws IOException {
        return JSON.readTree(Files.readString(Path.of("src/test/resources/golden", name + ".json")));
    }
}
