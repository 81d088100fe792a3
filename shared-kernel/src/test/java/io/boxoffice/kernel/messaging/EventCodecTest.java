package io.boxoffice.kernel.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxoffice.kernel.event.Envelope;
import io.boxoffice.kernel.event.EventType;
import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.support.Events;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts of the events: what is on the wire today must be readable for ever. */
class EventCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "5f1c1d0e-6f9f-4c0e-9a52-0c5b8a3d7e11";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @ParameterizedTest
    @EnumSource
    void an_event_is_written_as_its_golden_file_says(EventType type) throws IOException {
        String written = JSON.readTree(EventCodec.write(envelope(type))).toPrettyString();
        assertThat(written).isEqualTo(JSON.readTree(golden(type)).toPrettyString());
    }

    @ParameterizedTest
    @EnumSource
    void the_golden_file_is_read_as_the_same_event(EventType type) throws IOException {
        assertThat(EventCodec.read(golden(type))).isEqualTo(envelope(type));
    }

    @Test
    void a_lapsed_offer_says_what_it_was() throws IOException {
        Envelope lapsed = new Envelope(ID, "/booking-service", Events.NOON, TRACE, Events.lapsedOffer());
        byte[] golden = golden("booking.expired.offer");

        assertThat(JSON.readTree(EventCodec.write(lapsed))).isEqualTo(JSON.readTree(golden));
        assertThat(EventCodec.read(golden)).isEqualTo(lapsed);
    }

    @Test
    void an_event_without_a_trace_is_fine() {
        Envelope untraced = new Envelope(ID, "/test", Events.NOON, null, Events.of(EventType.SHOW_PUBLISHED));
        assertThat(new String(EventCodec.write(untraced), StandardCharsets.UTF_8))
                .doesNotContain("traceparent");
        assertThat(EventCodec.read(EventCodec.write(untraced))).isEqualTo(untraced);
    }

    @ParameterizedTest
    @EnumSource
    void fields_that_a_reader_does_not_know_are_ignored(EventType type) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(golden(type));
        objects(event).forEach(object -> object.putObject("fromTheFuture").put("a", 1));
        assertThat(EventCodec.read(JSON.writeValueAsBytes(event))).isEqualTo(envelope(type));
    }

    @ParameterizedTest
    @EnumSource
    void an_event_that_lacks_a_field_is_unreadable(EventType type) throws IOException {
        Set<String> mayBeAbsent = Set.of(
                "specversion",
                "datacontenttype",
                "subject",
                "boxofficesequence",
                "traceparent",
                "name",
                "row",
                "number",
                "offer");
        JsonNode whole = JSON.readTree(golden(type));
        int withoutOne = 0;
        for (int object = 0; object < objects(whole).size(); object++) {
            for (String field : fields(objects(whole).get(object))) {
                if (!mayBeAbsent.contains(field)
                        || (object > 0 && field.equals("name") && !isCustomer(whole, object))) {
                    assertUnreadable(without(whole, object, field), field);
                    assertUnreadable(withNull(whole, object, field), field);
                    withoutOne++;
                }
            }
        }
        assertThat(withoutOne).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{}",
                "{\"type\":\"io.boxoffice.show.published.v1\"}",
                "{\"type\":7}",
                "{\"type\":\"io.boxoffice.show.published.v2\"}",
                "{\"type\":\"io.boxoffice.nothing.v1\"}"
            })
    void what_is_no_event_is_unreadable(String body) {
        assertUnreadable(body.getBytes(StandardCharsets.UTF_8), body);
    }

    @Test
    void bytes_that_are_no_text_are_unreadable() {
        assertUnreadable(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2}, "noise");
        assertUnreadable("[".repeat(100_000).getBytes(StandardCharsets.UTF_8), "nesting");
    }

    @Test
    void values_of_the_wrong_kind_are_unreadable() throws IOException {
        assertUnreadable(showWith("data", "text"), "data");
        assertUnreadable(showWith("time", "yesterday"), "time");
        assertUnreadable(showWith("id", " "), "id");
        assertUnreadable(showDataWith("id", "not-an-id"), "id");
        assertUnreadable(showDataWith("id", ""), "id");
        assertUnreadable(showDataWith("startsAt", "soon"), "startsAt");
        assertUnreadable(showDataWith("zone", "Europe/Atlantis"), "zone");
        assertUnreadable(showDataWith("currency", "DM"), "currency");
        assertUnreadable(showDataWith("holdSeconds", "long"), "holdSeconds");
        assertUnreadable(showDataWith("sections", "many"), "sections");
        assertUnreadable(showDataWith("maxHoldSeconds", "long"), "maxHoldSeconds");
    }

    @Test
    void what_is_unreadable_is_told_without_its_words() throws IOException {
        String anna = "anna@customers.example";
        for (byte[] body : List.of(
                showDataWith("startsAt", anna),
                showDataWith("id", anna),
                showWith("time", anna),
                anna.getBytes(StandardCharsets.UTF_8))) {
            assertThatExceptionOfType(UnreadableEventException.class)
                    .isThrownBy(() -> EventCodec.read(body))
                    .withMessageNotContaining("anna");
        }
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> EventCodec.read(showDataWith("startsAt", anna)))
                .withMessageContaining("startsAt");
    }

    @Test
    void types_have_one_name_on_the_wire() {
        for (EventType type : EventType.values()) {
            assertThat(EventType.named(type.wireName())).contains(type);
            assertThat(Events.of(type).type()).isEqualTo(type);
            assertThat(Events.of(type)).isInstanceOf(type.contract());
        }
    }

    private static Envelope envelope(EventType type) {
        String source = Events.of(type) instanceof ShowEvent ? "/show-service" : "/booking-service";
        return new Envelope(ID, source, Events.NOON, TRACE, Events.of(type));
    }

    private static byte[] golden(EventType type) throws IOException {
        return golden(type.routingKey());
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }

    private static byte[] showWith(String field, String value) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(golden(EventType.SHOW_PUBLISHED));
        return JSON.writeValueAsBytes(event.put(field, value));
    }

    private static byte[] showDataWith(String field, String value) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(golden(EventType.SHOW_PUBLISHED));
        ((ObjectNode) event.get("data").get("show")).put(field, value);
        return JSON.writeValueAsBytes(event);
    }

    private static byte[] without(JsonNode whole, int object, String field) throws IOException {
        JsonNode copy = whole.deepCopy();
        objects(copy).get(object).remove(field);
        return JSON.writeValueAsBytes(copy);
    }

    private static byte[] withNull(JsonNode whole, int object, String field) throws IOException {
        JsonNode copy = whole.deepCopy();
        objects(copy).get(object).putNull(field);
        return JSON.writeValueAsBytes(copy);
    }

    private static boolean isCustomer(JsonNode whole, int object) {
        return objects(whole).get(object).has("email");
    }

    private static List<String> fields(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Every object in the document, the outermost first. */
    private static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> found.addAll(objects(child)));
        }
        return found;
    }

    private static void assertUnreadable(byte[] body, String what) {
        assertThatExceptionOfType(UnreadableEventException.class)
                .as(what)
                .isThrownBy(() -> EventCodec.read(body))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
    }
}
