package io.boxoffice.booking.domain;

import io.boxoffice.kernel.money.Money;

/**
 * A part of a show with one price. Its seats are numbered on from {@code firstSeat} without gaps, row by row.
 *
 * @param seatsPerRow places in a full row; 0 for general admission, whose places have no names
 */
public record Section(int number, String name, int firstSeat, int capacity, int seatsPerRow, Money price) {

    private static final int LETTERS = 26;

    public boolean numbered() {
        return seatsPerRow > 0;
    }

    public boolean contains(int seat) {
        return seat >= firstSeat && seat < firstSeat + capacity;
    }

    /** The seat as customers know it. */
    public Place place(int seat) {
        if (!contains(seat)) {
            throw new IllegalArgumentException("seat " + seat + " is not in section " + number);
        }
        if (!numbered()) {
            return new Place(seat, name, null, null, price);
        }
        int index = seat - firstSeat;
        return new Place(seat, name, rowLabel(index / seatsPerRow), index % seatsPerRow + 1, price);
    }

    /** A, B ... Z, AA, AB ... as on the rows of a theatre; rows count from 0. */
    static String rowLabel(int row) {
        String last = String.valueOf((char) ('A' + row % LETTERS));
        return row < LETTERS ? last : rowLabel(row / LETTERS - 1) + last;
    }
}
