package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Changes of a show as they are written: a JSON merge patch (RFC 7396). What is null goes back to its default. */
record ShowPatch(
        @Nullable String name,
        @Nullable String venue,
        @Nullable String startsAt,
        @Nullable String zone,
        @Nullable Integer holdSeconds,
        @Nullable Integer maxHoldSeconds,
        @Nullable Integer cancelCutOffSeconds) {

    /** A patch together with the fields it names, which its values alone do not tell from those it leaves out. */
    record Read(ObjectNode fields, ShowPatch patch) {

        ParticularsPlan appliedTo(Particulars now) {
            return new ParticularsPlan(
                    fields.has("name") ? text(patch.name) : now.name(),
                    fields.has("venue") ? text(patch.venue) : now.venue(),
                    fields.has("startsAt")
                            ? text(patch.startsAt)
                            : now.localStart().toString(),
                    fields.has("zone")
                            ? Optional.ofNullable(patch.zone)
                            : Optional.of(now.zone())
                                    .filter(zone -> !(zone instanceof ZoneOffset))
                                    .map(ZoneId::getId),
                    number("holdSeconds", patch.holdSeconds, now.holdSeconds()),
                    number("maxHoldSeconds", patch.maxHoldSeconds, now.maxHoldSeconds()),
                    number("cancelCutOffSeconds", patch.cancelCutOffSeconds, now.cancelCutOffSeconds()));
        }

        private OptionalInt number(String field, @Nullable Integer written, int now) {
            if (!fields.has(field)) {
                return OptionalInt.of(now);
            }
            return written == null ? OptionalInt.empty() : OptionalInt.of(written);
        }
    }

    static Read read(ObjectNode fields, ObjectMapper json) throws JsonProcessingException {
        return new Read(fields, json.treeToValue(fields, ShowPatch.class));
    }

    private static String text(@Nullable String written) {
        return written == null ? "" : written;
    }
}
