package io.boxoffice.benchmark;

/** A kind of figure: one class measures it, and {@link Rows} names it. */
interface Row {

    /** Adds what it found to the bench's results. */
    void measure(Bench bench);
}
