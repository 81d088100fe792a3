package io.boxoffice.booking.domain.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.domain.SeatMap.Status;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.booking.domain.live.News.SectionState;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LivePictureTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final Section STALLS = new Section(1, "Stalls", 1, 4, 4, List.of(), new Money(100, EURO));
    private static final Section STANDING = new Section(2, "Standing", 5, 3, 0, List.of(), new Money(100, EURO));

    private final LivePicture picture = new LivePicture(new Show(
            new ShowId(1),
            1,
            new ShowDetails("Hamlet", "Globe", LATER, ZoneOffset.UTC, EURO, "olga", Duration.ZERO, Duration.ZERO),
            Duration.ofMinutes(2),
            List.of(STALLS, STANDING)));

    @Test
    void whatNobodyEverWantedIsNotListed() {
        learn(NOON, Set.of(), held(2, 1));
        assertThat(picture.whole(NOON).seats()).containsExactly(held(2, 1));
        assertThat(picture.versions()).containsExactly(0, 1, 0, 0, 0, 0, 0);
    }

    @Test
    void theNewestOfASeatStaysWhateverTheOrder() {
        learn(NOON, Set.of(), booked(2, 2));
        assertThat(learn(NOON, Set.of(), held(2, 1)).seats()).isEmpty();
        assertThat(picture.whole(NOON).seats()).containsExactly(booked(2, 2));
    }

    @Test
    void whoWatchesIsToldNothingWhenNothingIsNew() {
        learn(NOON, Set.of(), held(2, 1));
        assertThat(picture.learn(new Sighting(NOON, List.of(held(2, 1)), Set.of())))
                .isEmpty();
    }

    @Test
    void placesOfGeneralAdmissionAreCountedAndNotListed() {
        learn(NOON, Set.of());
        News news = learn(NOON, Set.of(), held(5, 1));
        assertThat(news.seats()).isEmpty();
        assertThat(news.sections()).containsExactly(new SectionState(STANDING, false, OptionalInt.of(2)));
    }

    @Test
    void aHoldLapsesAtItsDeadlineAndNotBefore() {
        learn(NOON, Set.of(), held(5, 1));
        assertThat(free(LATER.minusNanos(1))).isEqualTo(2);
        assertThat(free(LATER)).isEqualTo(3);
    }

    @Test
    void whatComesBackIsNotFreeWhilePeopleWait() {
        learn(NOON, Set.of(2), held(5, 1), new SeatState(6, 2, Status.AVAILABLE, NOON));
        assertThat(free(LATER)).isEqualTo(1);
        News news = learn(LATER, Set.of());
        assertThat(news.sections()).containsExactly(new SectionState(STANDING, false, OptionalInt.of(3)));
    }

    private int free(Instant at) {
        return picture.whole(at).sections().getLast().available().orElseThrow();
    }

    private News learn(Instant at, Set<Integer> waited, SeatState... seats) {
        return picture.learn(new Sighting(at, List.of(seats), waited))
                .orElseGet(() -> new News(new ShowId(1), false, at, List.of(), List.of()));
    }

    private static SeatState held(int seat, int version) {
        return new SeatState(seat, version, Status.HELD, LATER);
    }

    private static SeatState booked(int seat, int version) {
        return new SeatState(seat, version, Status.BOOKED, null);
    }
}
