package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.boxoffice.show.domain.ShowPlan;
import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import io.boxoffice.show.domain.ShowPlan.SectionPlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new show as it is written: the short form with {@code totalSeats} or the full form with {@code sections}. */
record ShowRequest(
        @Schema(required = true, maxLength = 200) @Nullable String name,
        @Nullable String venue,

        @Schema(required = true, format = "date-time", examples = "2030-06-01T20:00:00+02:00") @Nullable
        String startsAt,

        @Schema(description = "IANA time zone; by default the offset of startsAt", examples = "Europe/Berlin") @Nullable
        String zone,

        @Schema(description = "ISO 4217", defaultValue = "EUR") @Nullable
        String currency,

        @Schema(minimum = "1", maximum = "3600", defaultValue = "120") @Nullable
        Integer holdSeconds,

        @Schema(
                description = "The longest that a hold may last, extension included; by default twice holdSeconds",
                maximum = "7200")
        @Nullable
        Integer maxHoldSeconds,

        @Schema(
                description = "How long before the start customers may cancel for the last time",
                minimum = "0",
                maximum = "31536000",
                defaultValue = "0")
        @Nullable
        Integer cancelCutOffSeconds,

        @Schema(description = "The short form: so many numbered seats") @Nullable
        Integer totalSeats,

        @Schema(description = PRICE) @JsonDeserialize(using = PriceReader.class) @Nullable
        BigDecimal price,

        @Schema(description = "The full form", maxItems = 100) @Nullable
        List<@Nullable Part> sections) {

    private static final String PRICE = "Major units, as a number or as text such as \"45.00\"";

    /** A section as it is written. */
    record Part(
            @Schema(required = true, maxLength = 200) @Nullable
            String name,

            @Nullable Integer rows,
            @Nullable Integer seatsPerRow,

            @Schema(
                    description =
                            "The seats that are made for wheelchairs, by row and place; only where seats are numbered",
                    examples = "[\"A1\", \"A20\"]",
                    maxItems = 1000)
            @Nullable
            List<@Nullable String> accessibleSeats,

            @Schema(description = "General admission: places without numbers") @Nullable
            Integer capacity,

            @Schema(description = PRICE) @JsonDeserialize(using = PriceReader.class) @Nullable
            BigDecimal price) {

        private static final Part NOTHING = new Part(null, null, null, null, null, null);

        SectionPlan toPlan() {
            return new SectionPlan(
                    text(name),
                    number(rows),
                    number(seatsPerRow),
                    Optional.ofNullable(accessibleSeats)
                            .map(labels ->
                                    labels.stream().map(ShowRequest::text).toList()),
                    number(capacity),
                    Optional.ofNullable(price));
        }
    }

    ShowPlan toPlan() {
        return new ShowPlan(
                new ParticularsPlan(
                        text(name),
                        text(venue),
                        text(startsAt),
                        Optional.ofNullable(zone),
                        number(holdSeconds),
                        number(maxHoldSeconds),
                        number(cancelCutOffSeconds)),
                Optional.ofNullable(currency),
                number(totalSeats),
                Optional.ofNullable(price),
                Optional.ofNullable(sections).map(ShowRequest::toPlans));
    }

    private static List<SectionPlan> toPlans(List<@Nullable Part> sections) {
        return sections.stream()
                .map(part -> part == null ? Part.NOTHING : part)
                .map(Part::toPlan)
                .toList();
    }

    private static String text(@Nullable String written) {
        return written == null ? "" : written;
    }

    private static OptionalInt number(@Nullable Integer written) {
        return written == null ? OptionalInt.empty() : OptionalInt.of(written);
    }
}
