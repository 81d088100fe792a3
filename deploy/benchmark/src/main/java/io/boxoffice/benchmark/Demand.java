package io.boxoffice.benchmark;

import io.hypersistence.tsid.TSID;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** What customers want to hold next. Each thread or connection has its own random numbers; the source is shared. */
interface Demand {

    /** Seats of one show; any of its seats if none are named. */
    record Want(long show, List<Integer> seats) {

        /** The show's public id. */
        String showId() {
            return TSID.from(show).toString();
        }
    }

    int SEATS_PER_HOLD = 2;

    /** The next wish, or nothing is left. */
    @Nullable
    Want next(SplittableRandom random);

    /** Two seats nobody has asked for yet, of a random show. */
    final class Fresh implements Demand {
        private final List<Long> shows;
        private final int seats;
        private final AtomicIntegerArray used;

        Fresh(List<Long> shows, int seats) {
            this.shows = shows;
            this.seats = seats;
            this.used = new AtomicIntegerArray(shows.size());
        }

        @Override
        public @Nullable Want next(SplittableRandom random) {
            int start = random.nextInt(shows.size());
            for (int i = 0; i < shows.size(); i++) {
                int index = (start + i) % shows.size();
                int first = used.getAndAdd(index, SEATS_PER_HOLD) + 1;
                if (first < seats) {
                    return new Want(shows.get(index), List.of(first, first + 1));
                }
            }
            return null;
        }

        /** How much of the seats is still fresh, 0 to 1. */
        double left() {
            if (shows.isEmpty()) {
                return 0;
            }
            long taken = 0;
            for (int i = 0; i < shows.size(); i++) {
                taken += Math.min(used.get(i), seats);
            }
            return 1 - taken / ((double) shows.size() * seats);
        }
    }

    /** Two seats of a show, whether they are free or not. */
    record Any(long show, int seats) implements Demand {
        @Override
        public Want next(SplittableRandom random) {
            return two(show, seats, random);
        }
    }

    /** Any seats of a random show. */
    record AnyShow(List<Long> shows) implements Demand {
        @Override
        public Want next(SplittableRandom random) {
            return new Want(shows.get(random.nextInt(shows.size())), List.of());
        }
    }

    /** A show of which everybody wants the best: 80 % of the wishes fall on the first 1 % of its seats. */
    record Hot(long show, int seats) implements Demand {
        private static final double SHARE = 0.8;
        private static final double BEST = 0.01;

        @Override
        public Want next(SplittableRandom random) {
            return two(show, random.nextDouble() < SHARE ? (int) (seats * BEST) : seats, random);
        }
    }

    private static Want two(long show, int among, SplittableRandom random) {
        int first = random.nextInt(among) + 1;
        int second = (first + random.nextInt(among - 1)) % among + 1;
        return new Want(show, List.of(Math.min(first, second), Math.max(first, second)));
    }
}
