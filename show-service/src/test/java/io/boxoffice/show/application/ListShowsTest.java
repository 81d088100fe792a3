package io.boxoffice.show.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.event.ShowEvent;
import io.boxoffice.kernel.event.ShowPublished;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.show.application.ListShows.Page;
import io.boxoffice.show.application.ListShows.Query;
import io.boxoffice.show.application.port.FreePlaces;
import io.boxoffice.show.application.port.FreePlaces.Wanted;
import io.boxoffice.show.application.port.ShowPages;
import io.boxoffice.show.application.port.Shows;
import io.boxoffice.show.domain.Change;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Show;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListShowsTest {

    private static final int SHOWS = 1_234;
    private static final Instant START = Instant.parse("2030-06-01T18:00:00Z");
    private static final Currency EUROS = Currency.getInstance("EUR");
    private static final Wanted WANTED = new Wanted(Optional.of("Stalls"), 2);

    private final List<Integer> questions = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 99, 100})
    void the_pages_of_shows_with_free_places_have_all_of_them_and_no_others(int limit) {
        Predicate<ShowId> free = show -> show.value() % 13 == 0;

        List<Long> found = leafThrough(limit, free);

        assertThat(found)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, SHOWS)
                        .filter(id -> id % 13 == 0)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    @Test
    void a_page_asks_a_few_times_and_then_stays_short() {
        Page page = page(new Query(all(), Optional.of(WANTED), Optional.empty(), 20), show -> false);

        assertThat(page.shows()).isEmpty();
        assertThat(page.next()).isPresent();
        assertThat(questions).containsExactly(100, 100, 100, 100, 100);
    }

    @Test
    void nobody_is_asked_when_free_places_do_not_matter() {
        Page page = page(new Query(all(), Optional.empty(), Optional.empty(), 20), show -> false);

        assertThat(page.shows()).hasSize(20);
        assertThat(questions).isEmpty();
    }

    private List<Long> leafThrough(int limit, Predicate<ShowId> free) {
        List<Long> found = new ArrayList<>();
        Optional<Shows.Position> after = Optional.empty();
        do {
            Page page = page(new Query(all(), Optional.of(WANTED), after, limit), free);
            assertThat(page.shows()).hasSizeLessThanOrEqualTo(limit);
            page.shows().forEach(show -> found.add(show.id().value()));
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private Page page(Query query, Predicate<ShowId> free) {
        List<Page> rendered = new ArrayList<>();
        FreePlaces places = (shows, wanted) -> {
            questions.add(shows.size());
            assertThat(wanted).isEqualTo(WANTED);
            return shows.stream().filter(free).collect(Collectors.toSet());
        };
        new ListShows(new ManyShows(), new NoPages(), places).handle(query, page -> {
            rendered.add(page);
            return new byte[0];
        });
        return rendered.getFirst();
    }

    private static Shows.Filter all() {
        return new Shows.Filter("", Optional.empty(), Optional.empty());
    }

    private static Show show(long id) {
        return new Show(
                new ShowId(id),
                1,
                new Particulars("Show", "", START.plusSeconds(id / 3), ZoneOffset.UTC, 120, 240, 0),
                EUROS,
                "olga",
                List.of(new Section(1, "Stalls", new Section.GeneralAdmission(5), new Money(0, EUROS))),
                Optional.empty());
    }

    /** Shows with the ids from 1 on, three at a time. */
    private static final class ManyShows implements Shows {

        @Override
        public List<Show> list(Filter filter, Optional<Position> after, int limit) {
            long from = after.map(position -> position.id().value()).orElse(0L);
            return IntStream.rangeClosed(1, SHOWS)
                    .filter(id -> id > from)
                    .limit(limit)
                    .mapToObj(ListShowsTest::show)
                    .toList();
        }

        @Override
        public void add(Show show, ShowPublished event, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Change> change(
                ShowId id, Function<Show, Change> decision, Function<Show, ShowEvent> event, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Show> find(ShowId id) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoPages implements ShowPages {

        @Override
        public byte[] show(ShowId id, Supplier<byte[]> render) {
            return render.get();
        }

        @Override
        public byte[] list(String which, Supplier<byte[]> render) {
            return render.get();
        }

        @Override
        public void drop(ShowId id) {}
    }
}
