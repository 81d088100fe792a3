package io.boxoffice.kernel.id;

import io.hypersistence.tsid.TSID;

final class Tsids {

    static long parse(String text) {
        if (!TSID.isValid(text)) {
            throw new IllegalArgumentException("not an id");
        }
        return TSID.from(text).toLong();
    }

    private Tsids() {}
}
