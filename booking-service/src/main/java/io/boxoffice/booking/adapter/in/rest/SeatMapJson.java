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

    record SeatJson(
            int seat, @Nullable String row, @Nullable Integer number, Status status, int version) {}

    static SeatMapJson of(SeatMap map) {
        return new SeatMapJson(
                map.show().id(),
                map.sections().stream().map(SeatMapJson::section).toList());
    }

    private static SectionJson section(SectionMap map) {
        Section section = map.section();
        List<SeatJson> seats = section.numbered()
                ? map.seats().stream().map(seat -> seat(section, seat)).toList()
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

    private static SeatJson seat(Section section, Seat seat) {
        Place place = section.place(seat.number());
        return new SeatJson(seat.number(), place.row(), place.number(), seat.status(), seat.version());
    }
}
