package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.booking.domain.SeatMap.Seat;
import io.boxoffice.booking.domain.SeatMap.SectionMap;
import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.kernel.id.ShowId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A seat map as clients see it: every seat of numbered sections, only counts in general admission. */
record SeatMapJson(ShowId showId, List<SectionJson> sections) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SectionJson(
            int number,
            String name,
            String kind,
            MoneyJson price,
            int capacity,
            int available,
            @Nullable List<SeatJson> seats) {}

    /** A seat; {@code accessible} only where it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SeatJson(
            int seat,
            @Nullable String row,
            @Nullable Integer number,
            Status status,
            int version,
            @Nullable Boolean accessible) {}

    static SeatMapJson of(SeatMap map) {
        return new SeatMapJson(
                map.show().id(),
                map.sections().stream().map(SeatMapJson::section).toList());
    }

    private static SectionJson section(SectionMap map) {
        Section section = map.section();
        Set<Integer> accessible = Set.copyOf(section.accessible());
        List<SeatJson> seats = section.numbered()
                ? map.seats().stream()
                        .map(seat -> seat(section, seat, accessible.contains(seat.number())))
                        .toList()
                : null;
        return new SectionJson(
                section.number(),
                section.name(),
                section.numbered() ? "NUMBERED" : "GENERAL_ADMISSION",
                MoneyJson.of(section.price()),
                section.capacity(),
                map.available(),
                seats);
    }

    private static SeatJson seat(Section section, Seat seat, boolean accessible) {
        Place place = section.place(seat.number());
        return new SeatJson(
                seat.number(), place.row(), place.number(), seat.status(), seat.version(), accessible ? true : null);
    }
}
