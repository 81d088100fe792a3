package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.booking.application.port.Books;
import io.boxoffice.kernel.id.ShowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditBooksTest {

    private final Shelf books = new Shelf();
    private final AuditBooks auditBooks = new AuditBooks(books);

    @Test
    void whatIsFoundInDifferentShowsIsAddedUp() {
        books.upcoming(1, 2, 3);
        books.contradict(1, 2);
        books.contradict(3, 5);

        assertThat(auditBooks.handle()).isEqualTo(2);
        assertThat(auditBooks.handle()).isEqualTo(2);
        assertThat(auditBooks.handle()).isEqualTo(7);
    }

    @Test
    void booksThatWereMendedAfterTheShowBeganAreSound() {
        books.upcoming(1);
        books.contradict(1, 2);
        assertThat(auditBooks.handle()).isEqualTo(2);

        books.upcoming();
        assertThat(auditBooks.handle()).isEqualTo(2);
        books.contradict(1, 0);

        assertThat(auditBooks.handle()).isZero();
    }

    @Test
    void ofManyShowsWithContradictionsEachIsLookedAtAgain() {
        books.upcoming(1, 2, 3);
        books.contradict(1, 1);
        books.contradict(2, 1);
        books.contradict(3, 1);
        for (int i = 0; i < 3; i++) {
            auditBooks.handle();
        }
        books.upcoming();
        books.contradict(1, 0);
        books.contradict(2, 0);
        books.contradict(3, 0);

        auditBooks.handle();
        auditBooks.handle();
        assertThat(auditBooks.handle()).isZero();
    }

    @Test
    void aFoundShowThatCannotBeAuditedKeepsNoOtherFromIt() {
        books.upcoming(1, 2, 3);
        books.contradict(1, 1);
        assertThat(auditBooks.handle()).isEqualTo(1);

        books.unreadable.add(1L);
        books.contradict(2, 5);

        assertThatThrownBy(auditBooks::handle).hasMessage("1 is unreadable");
        assertThat(auditBooks.handle()).isEqualTo(6);
    }

    /** Shows by their ids, and what is wrong with them. */
    private static final class Shelf implements Books {

        private final TreeSet<Long> upcoming = new TreeSet<>();
        private final Map<Long, Long> wrong = new HashMap<>();
        private final Set<Long> unreadable = new HashSet<>();

        void upcoming(long... shows) {
            upcoming.clear();
            for (long show : shows) {
                upcoming.add(show);
            }
        }

        void contradict(long show, long contradictions) {
            wrong.put(show, contradictions);
        }

        @Override
        public Optional<ShowId> upcomingAfter(@Nullable ShowId last) {
            return Optional.ofNullable(upcoming.higher(last == null ? 0 : last.value()))
                    .map(ShowId::new);
        }

        @Override
        public long contradictions(ShowId show) {
            if (unreadable.contains(show.value())) {
                throw new IllegalStateException(show.value() + " is unreadable");
            }
            return wrong.getOrDefault(show.value(), 0L);
        }
    }
}
