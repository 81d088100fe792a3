package io.boxoffice.booking.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer asks for. */
public sealed interface SeatRequest {

    /** The most places one booking may have. */
    int MAX_SEATS_PER_BOOKING = 20;

    /** How many places. */
    int size();

    /** These very seats, by their numbers within the show. */
    record Named(List<Integer> seats) implements SeatRequest {

        public Named {
            seats = seats.stream().sorted().distinct().toList();
            checkSize(seats.size());
        }

        @Override
        public int size() {
            return seats.size();
        }
    }

    /** Any places of a general admission section. */
    record Places(String section, int quantity) implements SeatRequest {

        public Places {
            checkSize(quantity);
        }

        @Override
        public int size() {
            return quantity;
        }
    }

    /**
     * The best seats side by side, in one section or in whichever has them.
     *
     * @param section where; anywhere if absent
     * @param accessible how many of them are to be accessible
     * @param splitRows whether parts near each other will do when there is no such block
     */
    record Best(@Nullable String section, int quantity, int accessible, boolean splitRows) implements SeatRequest {

        public Best {
            checkSize(quantity);
            if (accessible < 0 || accessible > quantity) {
                throw new IllegalArgumentException(accessible + " accessible seats of " + quantity);
            }
        }

        @Override
        public int size() {
            return quantity;
        }
    }

    private static void checkSize(int size) {
        if (size < 1 || size > MAX_SEATS_PER_BOOKING) {
            throw new IllegalArgumentException("a booking has 1 to " + MAX_SEATS_PER_BOOKING + " places");
        }
    }
}
