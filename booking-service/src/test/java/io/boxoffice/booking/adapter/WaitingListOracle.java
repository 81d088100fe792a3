package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule of docs/waiting-list.md once more, in the plainest way and without any code of the product: from the books
 * before and after something happened it concludes what ought to have happened.
 */
record WaitingListOracle(List<Part> parts, int mostOffers, Duration patience) {

    /** A section; no seats in a row where places have no numbers. */
    record Part(int number, String name, int first, int capacity, int seatsPerRow) {

        boolean contains(int seat) {
            return seat >= first && seat < first + capacity;
        }

        /** Whether some of these seats of it do. */
        private boolean serves(Wanted wanted, Collection<Integer> seats) {
            Set<Integer> own = seats.stream().filter(this::contains).collect(Collectors.toSet());
            if (!wanted.adjacent() || seatsPerRow == 0) {
                return own.size() >= wanted.quantity();
            }
            return own.stream().anyMatch(seat -> {
                int last = seat + wanted.quantity() - 1;
                boolean oneRow = (seat - first) / seatsPerRow == (last - first) / seatsPerRow;
                return oneRow && IntStream.rangeClosed(seat, last).allMatch(own::contains);
            });
        }
    }

    /** Places that somebody wants, of the section with that number or of any. */
    record Wanted(@Nullable Integer section, int quantity, boolean adjacent) {

        boolean accepts(Part part) {
            return section == null || section == part.number();
        }
    }

    /** Somebody in line. */
    record Waiting(String customer, Wanted wanted) {}

    /** A seat that nobody has, and since when it has been free if it came back. */
    record Free(int seat, @Nullable Instant since, boolean onSale) {

        boolean isFresh(Instant now, Duration patience) {
            return !onSale && since != null && now.isBefore(since.plus(patience));
        }
    }

    @Nullable
    String name(@Nullable Integer number) {
        return parts.stream()
                .filter(part -> Objects.equals(part.number(), number))
                .map(Part::name)
                .findFirst()
                .orElse(null);
    }

    boolean serves(Wanted wanted, Collection<Integer> seats) {
        return parts.stream().anyMatch(part -> wanted.accepts(part) && part.serves(wanted, seats));
    }

    static Set<Integer> onSale(List<Free> free) {
        return seats(free, Free::onSale);
    }

    private static Set<Integer> seats(List<Free> free, Predicate<Free> which) {
        return free.stream().filter(which).map(Free::seat).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * One round of offers.
     *
     * @param line before it, in the order of joining
     * @param made offers by who got them
     */
    void check(
            String what,
            Instant now,
            List<Waiting> line,
            Map<Waiting, List<Integer>> made,
            List<Free> before,
            List<Free> after) {
        new Round(what, now, before, after).check(line, made);
    }

    private final class Round {

        private final String what;
        private final Set<Integer> onSale;
        private final Set<Integer> fresh;
        private final Set<Integer> keptAfter;
        private final Set<Integer> putOnSale;
        private final Set<Integer> takenOffSale;

        /** What those who come next may get at the most, and what nobody before them can have been given or kept for. */
        private final Set<Integer> most;

        private final Set<Integer> least;

        Round(String what, Instant now, List<Free> before, List<Free> after) {
            this.what = what;
            onSale = onSale(before);
            fresh = seats(before, seat -> seat.isFresh(now, patience));
            most = seats(before, seat -> !seat.onSale());
            least = new TreeSet<>(most);
            keptAfter = seats(after, seat -> !seat.onSale());
            putOnSale = seats(after, seat -> seat.onSale() && !onSale.contains(seat.seat()));
            takenOffSale = seats(after, seat -> !seat.onSale() && onSale.contains(seat.seat()));
        }

        void check(List<Waiting> line, Map<Waiting, List<Integer>> made) {
            List<Waiting> left = new ArrayList<>();
            Set<Wanted> refused = new HashSet<>();
            int offers = 0;
            for (Waiting next : line) {
                List<Integer> seats = made.get(next);
                if (seats != null) {
                    offered(next, seats);
                    offers++;
                    continue;
                }
                left.add(next);
                if (offers < mostOffers) {
                    assertThat(serves(next.wanted(), least))
                            .as("%s: %s was passed over with %s", what, next, least)
                            .isFalse();
                    if (refused.add(next.wanted())) {
                        keepFor(next.wanted());
                    }
                }
            }
            if (offers < mostOffers) {
                theRestIsOnSaleIfNobodyCanUseIt(
                        left.stream().map(Waiting::wanted).distinct().toList());
            }
        }

        private void offered(Waiting next, List<Integer> seats) {
            assertThat(serves(next.wanted(), seats))
                    .as("%s: %s was offered %s", what, next, seats)
                    .isTrue();
            assertThat(seats).as("%s: %s", what, next).hasSize(next.wanted().quantity());
            assertThat(most).as("%s: what %s may be offered", what, next).containsAll(seats);
            seats.forEach(most::remove);
            seats.forEach(least::remove);
        }

        /** Where seats on sale complete what somebody needs, nobody but the product knows which of them it chose. */
        private void keepFor(Wanted wanted) {
            boolean completed =
                    serves(wanted, Stream.concat(most.stream(), onSale.stream()).toList());
            if (completed) {
                assertThat(takenOffSale).as("%s: completes %s", what, wanted).isNotEmpty();
                least.removeIf(seat -> isAccepted(wanted, seat));
            } else {
                Predicate<Integer> kept = seat -> fresh.contains(seat) && isAccepted(wanted, seat);
                most.removeIf(kept);
                least.removeIf(kept);
            }
        }

        private void theRestIsOnSaleIfNobodyCanUseIt(List<Wanted> left) {
            Predicate<Integer> waitedFor = seat -> left.stream().anyMatch(wanted -> isAccepted(wanted, seat));
            assertThat(keptAfter).as("%s: kept for nobody", what).allMatch(waitedFor);
            Set<Integer> useless = putOnSale.stream().filter(waitedFor).collect(Collectors.toSet());
            assertThat(useless).as("%s: put on sale too soon", what).noneMatch(fresh::contains);
            assertThat(left).as("%s: could use %s", what, useless).noneMatch(wanted -> serves(wanted, useless));
            if (takenOffSale.isEmpty()) {
                assertThat(keptAfter).as("%s: kept too long", what).allMatch(fresh::contains);
            } else {
                assertThat(left)
                        .as("%s: taken off sale %s", what, takenOffSale)
                        .anyMatch(wanted -> serves(wanted, keptAfter));
            }
        }

        private boolean isAccepted(Wanted wanted, int seat) {
            return parts.stream().anyMatch(part -> part.contains(seat) && wanted.accepts(part));
        }
    }
}
