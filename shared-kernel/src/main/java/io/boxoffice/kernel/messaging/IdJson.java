package io.boxoffice.kernel.messaging;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.io.IOException;
import java.util.function.Function;

/** Writes the typed ids as the strings people see, so that the kernel's language needs no annotations. */
public final class IdJson extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public IdJson() {
        super("boxoffice-ids");
        add(ShowId.class, ShowId::fromString);
        add(BookingId.class, BookingId::fromString);
    }

    private <T> void add(Class<T> type, Function<String, T> parse) {
        addSerializer(type, new StdSerializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T id, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(id.toString());
            }
        });
        addDeserializer(type, new StdDeserializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            @SuppressWarnings("unchecked")
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                String text = json.getValueAsString("");
                try {
                    return parse.apply(text);
                } catch (IllegalArgumentException e) {
                    return (T) context.handleWeirdStringValue(type, text, "not an id");
                }
            }
        });
    }
}
