package io.boxoffice.booking.domain.live;

import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.live.News.SectionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All seats of one show, as far as they have been seen. Looks may come in any order: of each seat the newest version
 * stays. Not thread-safe.
 */
public final class LivePicture {

    private final Show show;
    private final SeatState[] seats;
    private List<SectionState> sections = List.of();
    private Set<Integer> waited = Set.of();

    public LivePicture(Show show) {
        this.show = show;
        this.seats = new SeatState
                [show.sections().stream().mapToInt(Section::capacity).sum()];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = SeatState.untouched(i + 1);
        }
    }

    /** The version that is known of each seat, in the order of their numbers, which begin with 1. */
    public int[] versions() {
        return Arrays.stream(seats).mapToInt(SeatState::version).toArray();
    }

    /** Takes over what is newer; what is new to those who watch, if anything. */
    public Optional<News> learn(Sighting sighting) {
        List<SeatState> newer = new ArrayList<>();
        for (SeatState seat : sighting.seats()) {
            if (seat.version() > seats[seat.seat() - 1].version()) {
                seats[seat.seat() - 1] = seat;
                newer.add(seat);
            }
        }
        waited = sighting.waited();
        List<SectionState> before = sections;
        sections = sections(sighting.at());
        List<SectionState> changed =
                sections.stream().filter(section -> !before.contains(section)).toList();
        List<SeatState> told = newer.stream().filter(this::isNumbered).toList();
        return changed.isEmpty() && told.isEmpty()
                ? Optional.empty()
                : Optional.of(new News(show.id(), false, sighting.at(), changed, told));
    }

    /** Everything, as it is at that moment as far as is known. */
    public News whole(Instant at) {
        List<SeatState> touched = Arrays.stream(seats)
                .filter(seat -> seat.version() > 0)
                .filter(this::isNumbered)
                .toList();
        return new News(show.id(), true, at, sections(at), touched);
    }

    private boolean isNumbered(SeatState seat) {
        return show.sectionOf(seat.seat()).filter(Section::numbered).isPresent();
    }

    private List<SectionState> sections(Instant at) {
        return show.sections().stream()
                .map(section -> new SectionState(
                        section,
                        waited.contains(section.number()),
                        section.numbered() ? OptionalInt.empty() : OptionalInt.of(free(section, at))))
                .toList();
    }

    private int free(Section section, Instant at) {
        boolean kept = waited.contains(section.number());
        int free = 0;
        for (int seat = section.firstSeat(); seat < section.firstSeat() + section.capacity(); seat++) {
            free += seats[seat - 1].isFree(at, kept) ? 1 : 0;
        }
        return free;
    }
}
