package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.boxoffice.show.domain.ShowPlan;
import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import io.boxoffice.show.domain.ShowPlan.SectionPlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A new show as it is written: the short form with {@code totalSeats} or the full form with {@code sections}. */
record ShowRequest(
        @Nullable String name,
        @Nullable String venue,
        @Nullable String startsAt,
        @Nullable String zone,
        @Nullable String currency,
        @Nullable Integer holdSeconds,
        @Nullable Integer maxHoldSeconds,
        @Nullable Integer cancelCutOffSeconds,
        @Nullable Integer totalSeats,

        @JsonDeserialize(using = PriceReader.class) @Nullable
        BigDecimal price,

        @Nullable List<@Nullable Part> sections) {

    /** A section as it is written. */
    record Part(
            @Nullable String name,
            @Nullable Integer rows,
            @Nullable Integer seatsPerRow,
            @Nullable List<@Nullable String> accessibleSeats,
            @Nullable Integer capacity,

            @JsonDeserialize(using = PriceReader.class) @Nullable
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
