package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.boxoffice.booking.domain.live.News;
import io.boxoffice.booking.domain.live.News.SectionState;
import io.boxoffice.booking.domain.live.SeatState;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** News as clients read them (docs/live-seats.md), written once for all of them. */
@ApplicationScoped
class LiveMessages {

    private static final JsonFactory JSON = new JsonFactory();

    /** Weak keys are compared by identity: a message lives as long as its news. */
    private final Cache<News, String> written = Caffeine.newBuilder().weakKeys().build();

    String of(News news) {
        return written.get(news, LiveMessages::write);
    }

    private static String write(News news) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", news.whole() ? "snapshot" : "changes");
            json.writeStringField("showId", news.show().toString());
            json.writeStringField("at", news.at().toString());
            json.writeArrayFieldStart("sections");
            for (SectionState section : news.sections()) {
                write(json, section, news.whole());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("seats");
            for (SeatState seat : news.seats()) {
                write(json, seat);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, SectionState state, boolean whole) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", state.section().number());
        json.writeBooleanField("waiting", state.waited());
        if (state.available().isPresent()) {
            json.writeNumberField("available", state.available().getAsInt());
        } else if (whole) {
            json.writeNumberField("firstSeat", state.section().firstSeat());
            json.writeNumberField("capacity", state.section().capacity());
        }
        json.writeEndObject();
    }

    /** An array, because a large show has thousands of them: seat, version, status, and the end of its hold. */
    private static void write(JsonGenerator json, SeatState seat) throws IOException {
        json.writeStartArray();
        json.writeNumber(seat.seat());
        json.writeNumber(seat.version());
        json.writeString(seat.status().name());
        if (seat.heldUntil() != null) {
            json.writeString(seat.heldUntil().toString());
        }
        json.writeEndArray();
    }
}
