package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.kernel.id.SeatLabel;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.Show;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A show as everybody sees it. */
record ShowView(
        ShowId id,
        String name,
        String venue,
        OffsetDateTime startsAt,
        String zone,
        String currency,
        int holdSeconds,
        int maxHoldSeconds,
        int cancelCutOffSeconds,
        int totalSeats,
        List<Part> sections,
        Status status,
        int version) {

    /** Whether it takes place. */
    enum Status {
        SCHEDULED,
        CANCELLED
    }

    /** A section; rows, seatsPerRow and accessibleSeats only where seats are numbered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            int number,
            String name,
            SectionKind kind,
            @Nullable Integer rows,
            @Nullable Integer seatsPerRow,
            @Nullable List<String> accessibleSeats,
            int capacity,
            Price price) {

        static Part of(Section section) {
            Price price = Price.of(section.price());
            return switch (section.layout()) {
                case Rows rows ->
                    new Part(
                            section.number(),
                            section.name(),
                            SectionKind.NUMBERED,
                            rows.count(),
                            rows.seatsPerRow(),
                            labels(rows),
                            rows.capacity(),
                            price);
                case GeneralAdmission places ->
                    new Part(
                            section.number(),
                            section.name(),
                            SectionKind.GENERAL_ADMISSION,
                            null,
                            null,
                            null,
                            places.capacity(),
                            price);
            };
        }
    }

    /** Absent where there are none. */
    private static @Nullable List<String> labels(Rows rows) {
        return rows.accessible().isEmpty()
                ? null
                : rows.accessible().stream()
                        .map(seat -> SeatLabel.of(seat, rows.seatsPerRow()).toString())
                        .toList();
    }

    /** An amount of money; text, so that nobody computes with binary fractions. */
    record Price(String amount, String currency) {

        static Price of(Money money) {
            return new Price(money.amount(), money.currency().getCurrencyCode());
        }
    }

    static ShowView of(Show show) {
        Particulars particulars = show.particulars();
        return new ShowView(
                show.id(),
                particulars.name(),
                particulars.venue(),
                particulars.localStart(),
                particulars.zone().getId(),
                show.currency().getCurrencyCode(),
                particulars.holdSeconds(),
                particulars.maxHoldSeconds(),
                particulars.cancelCutOffSeconds(),
                show.totalSeats(),
                show.sections().stream().map(Part::of).toList(),
                show.cancelledAt().isPresent() ? Status.CANCELLED : Status.SCHEDULED,
                show.version());
    }
}
