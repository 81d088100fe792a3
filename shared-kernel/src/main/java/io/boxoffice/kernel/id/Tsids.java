package io.boxoffice.kernel.id;

import io.hypersistence.tsid.TSID;

final class Tsids {

    static long parse(String text) {
        if (!isAscii(text) || !TSID.isValid(text)) {
            throw new IllegalArgumentException("not an id");
        }
        return TSID.from(text).toLong();
    }

    /** The library looks characters up in a table of the first 128. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private Tsids() {}
}
