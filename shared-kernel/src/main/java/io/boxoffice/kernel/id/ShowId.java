package io.boxoffice.kernel.id;

import io.hypersistence.tsid.TSID;
import java.time.Instant;

/** Names a show: a 64-bit time-sorted id, written as 13 characters of Crockford base32. */
public record ShowId(long value) implements Comparable<ShowId> {

    /** A new id; two calls never give the same one. */
    public static ShowId next() {
        return new ShowId(TSID.Factory.getTsid().toLong());
    }

    /**
     * Reads the written form, in either case.
     *
     * @throws IllegalArgumentException if the text is not such an id
     */
    public static ShowId fromString(String text) {
        return new ShowId(Tsids.parse(text));
    }

    /** When the id was made, to the millisecond. */
    public Instant createdAt() {
        return TSID.from(value).getInstant();
    }

    @Override
    public int compareTo(ShowId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return TSID.from(value).toString();
    }
}
