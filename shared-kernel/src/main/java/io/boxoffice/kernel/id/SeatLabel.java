package io.boxoffice.kernel.id;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a numbered seat within its section, written as in {@code A1} or {@code AB12}: the letters of its row, A, B
 * ... Z, AA, AB ... as in a theatre, and its place in the row, from 1.
 */
public record SeatLabel(String row, int place) {

    private static final int LETTERS = 26;
    /** Sections have far fewer than a million rows or places in a row, so neither number can overflow. */
    private static final Pattern WRITTEN = Pattern.compile("([A-Z]{1,4})([1-9][0-9]{0,5})");

    /**
     * The label of a seat.
     *
     * @param number of the seat within its section, from 1, row by row
     */
    public static SeatLabel of(int number, int seatsPerRow) {
        return new SeatLabel(letters((number - 1) / seatsPerRow), (number - 1) % seatsPerRow + 1);
    }

    /** Reads the written form; empty if the text is not one. */
    public static Optional<SeatLabel> read(String text) {
        return Optional.of(WRITTEN.matcher(text))
                .filter(Matcher::matches)
                .map(written -> new SeatLabel(written.group(1), Integer.parseInt(written.group(2))));
    }

    /** The number of the seat within its section, from 1, if rows are that long; it may be beyond the last seat. */
    public Optional<Long> number(int seatsPerRow) {
        return place > seatsPerRow ? Optional.empty() : Optional.of(rowsBefore() * seatsPerRow + place);
    }

    @Override
    public String toString() {
        return row + place;
    }

    private static String letters(int row) {
        String last = String.valueOf((char) ('A' + row % LETTERS));
        return row < LETTERS ? last : letters(row / LETTERS - 1) + last;
    }

    private long rowsBefore() {
        return row.chars().asLongStream().reduce(0, (rows, letter) -> rows * LETTERS + letter - 'A' + 1) - 1;
    }
}
