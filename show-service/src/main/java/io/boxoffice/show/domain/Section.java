package io.boxoffice.show.domain;

import io.boxoffice.kernel.money.Money;
import java.util.List;

/**
 * A part of a show with one price.
 *
 * @param number counts from 1 within the show
 * @param price of one place
 */
public record Section(int number, String name, Layout layout, Money price) {

    /** How the places of a section are told apart. */
    public sealed interface Layout {
        /** Number of places. */
        int capacity();
    }

    /**
     * Numbered seats in rows; the last row may be shorter.
     *
     * @param seatsPerRow places in a full row
     * @param accessible the seats that are made for wheelchairs, counted from 1 within the section
     */
    public record Rows(int capacity, int seatsPerRow, List<Integer> accessible) implements Layout {

        public Rows {
            accessible = List.copyOf(accessible);
            if (capacity < 1 || seatsPerRow < 1 || seatsPerRow > capacity) {
                throw new IllegalArgumentException("no rows of " + seatsPerRow + " with " + capacity + " places");
            }
        }

        /** Number of rows. */
        public int count() {
            return Math.ceilDiv(capacity, seatsPerRow);
        }
    }

    /** Places without numbers. */
    public record GeneralAdmission(int capacity) implements Layout {

        public GeneralAdmission {
            if (capacity < 1) {
                throw new IllegalArgumentException("no section of " + capacity + " places");
            }
        }
    }
}
