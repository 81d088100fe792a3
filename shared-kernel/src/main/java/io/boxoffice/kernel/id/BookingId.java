package io.boxoffice.kernel.id;

import io.hypersistence.tsid.TSID;
import java.time.Instant;

/**
 * Names a booking. The written form is {@code <show>-<booking>}, so that every call can be answered by the place where
 * the show lives.
 */
public record BookingId(ShowId show, long value) implements Comparable<BookingId> {

    /** A new id for a booking of that show. */
    public static BookingId nextFor(ShowId show) {
        return new BookingId(show, TSID.Factory.getTsid().toLong());
    }

    /**
     * Reads the written form, in either case.
     *
     * @throws IllegalArgumentException if the text is not such an id
     */
    public static BookingId fromString(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("not an id");
        }
        return new BookingId(ShowId.fromString(text.substring(0, dash)), Tsids.parse(text.substring(dash + 1)));
    }

    /** When the id was made, to the millisecond. */
    public Instant createdAt() {
        return TSID.from(value).getInstant();
    }

    @Override
    public int compareTo(BookingId other) {
        int byShow = show.compareTo(other.show);
        return byShow != 0 ? byShow : Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return show + "-" + TSID.from(value);
    }
}
