package io.boxoffice.booking.domain.live;

import io.boxoffice.booking.domain.Section;
import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What those who watch a show are told.
 *
 * @param whole whether this is everything there is to know, or only what is new
 * @param at the moment it tells of, by the database's clock
 * @param seats of numbered sections; where {@code whole}, without those nobody has ever wanted
 */
public record News(ShowId show, boolean whole, Instant at, List<SectionState> sections, List<SeatState> seats) {

    /**
     * A section.
     *
     * @param waited whether what comes back of it is for those who wait
     * @param available how many places of general admission are free; absent where seats are numbered
     */
    public record SectionState(Section section, boolean waited, OptionalInt available) {}
}
