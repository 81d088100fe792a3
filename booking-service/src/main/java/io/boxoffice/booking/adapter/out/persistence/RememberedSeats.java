package io.boxoffice.booking.adapter.out.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which numbered seats of a show are free, remembered for a few seconds by those who look for the best ones, because a
 * look costs as much as many claims. It is good enough to aim by: whether a seat is free is decided by the statement
 * that claims it, and nobody is refused, or given seats apart, without a new look. A seat that somebody aims at is struck
 * off at once, whatever becomes of the claim, so that the next one aims elsewhere.
 */
final class RememberedSeats {

    /** As long as a seat map may be out of date: so much later a seat that came back is among the best again. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** In bits. */
    private static final long MOST_SEATS = 100_000_000;

    private static final String FREE_SEATS = """
            SELECT (SELECT array_agg(s.seat_no) FROM seats s
                    WHERE s.show_id = sec.show_id
                      AND s.seat_no BETWEEN sec.first_seat AND sec.first_seat + sec.capacity - 1
                      AND seat_is_free(s.status, s.held_until, sec.waiting))
            FROM sections sec WHERE sec.show_id = ? AND sec.seats_per_row > 0
            """;

    private final Cache<ShowId, Picture> pictures = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumWeight(MOST_SEATS)
            .weigher((ShowId show, Picture picture) -> picture.free.size())
            .build();

    /** The free seats of a show as they were seen, without those that somebody has aimed at since. */
    static final class Picture {

        private final BitSet free = new BitSet();

        /** Chooses, and strikes the choice off. */
        synchronized Optional<List<Integer>> choose(Function<BitSet, Optional<List<Integer>>> choice) {
            Optional<List<Integer>> seats = choice.apply(free);
            seats.ifPresent(this::strike);
            return seats;
        }

        /** Strikes them off if they are all free. */
        synchronized boolean take(Collection<Integer> seats) {
            boolean all = seats.stream().allMatch(free::get);
            if (all) {
                strike(seats);
            }
            return all;
        }

        synchronized void strike(Collection<Integer> seats) {
            seats.forEach(free::clear);
        }
    }

    /** Nothing if nobody has looked lately. */
    Optional<Picture> of(ShowId show) {
        return Optional.ofNullable(pictures.getIfPresent(show));
    }

    /** A new look at the show. */
    Picture look(Connection connection, Show show) throws SQLException {
        Picture picture = new Picture();
        try (PreparedStatement select = connection.prepareStatement(FREE_SEATS)) {
            select.setLong(1, show.id().value());
            try (ResultSet section = select.executeQuery()) {
                while (section.next()) {
                    java.sql.Array seats = section.getArray(1);
                    if (seats != null) {
                        Stream.of((Integer[]) seats.getArray()).forEach(picture.free::set);
                    }
                }
            }
        }
        pictures.put(show.id(), picture);
        return picture;
    }

    /** The next one looks anew: the picture was wrong. */
    void forget(ShowId show) {
        pictures.invalidate(show);
    }
}
