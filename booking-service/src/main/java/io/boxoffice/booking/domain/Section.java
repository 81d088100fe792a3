package io.boxoffice.booking.domain;

import io.boxoffice.kernel.id.SeatLabel;
import io.boxoffice.kernel.money.Money;
import java.util.List;

/**
 * A part of a show with one price. Its seats are numbered on from {@code firstSeat} without gaps, row by row.
 *
 * @param seatsPerRow places in a full row; 0 for general admission, whose places have no names
 * @param accessible the seats that are made for wheelchairs, by their numbers within the show
 */
public record Section(
        int number, String name, int firstSeat, int capacity, int seatsPerRow, List<Integer> accessible, Money price) {

    public Section {
        accessible = List.copyOf(accessible);
    }

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
        SeatLabel label = SeatLabel.of(seat - firstSeat + 1, seatsPerRow);
        return new Place(seat, name, label.row(), label.place(), price);
    }
}
