package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads an amount in major units, which may be text as well, because not every JSON library keeps decimals exact. */
final class PriceReader extends StdDeserializer<BigDecimal> {

    private static final long serialVersionUID = 1L;

    PriceReader() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser json, DeserializationContext context) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isNumeric()) {
            return json.getDecimalValue();
        }
        if (token != JsonToken.VALUE_STRING) {
            return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, json);
        }
        String text = json.getText();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, text, "not a decimal number");
        }
    }
}
