package io.boxoffice.benchmark;

import java.time.Duration;

/**
 * How a backlog of events was published.
 *
 * @param backlog events that waited at first
 * @param published events that went out, those that came meanwhile among them
 * @param seconds from the last moment of the whole backlog until nearly nothing waited
 */
record Drain(long backlog, long published, double seconds) {

    /** The relay takes so many at once; in a running system nearly as many may always be on their way. */
    private static final long NEARLY_NOTHING = 100;

    private static final Duration LOOK = Duration.ofMillis(50);

    /** Lets customers buy, for as long as it takes, until so many events wait. */
    static void fill(Bench bench, long events) {
        for (long seed = 1; waiting(bench.stage()) < events; seed++) {
            Sales.sales(bench, seed);
        }
    }

    /** Watches the outbox from its fullest moment until it is empty. */
    static Drain watch(Stage stage) {
        Look first = Look.at(stage);
        while (true) {
            Look now = Look.at(stage);
            if (now.waiting() >= first.waiting()) {
                first = now;
            } else if (now.waiting() <= NEARLY_NOTHING) {
                long came = now.appended() - first.appended();
                return new Drain(
                        first.waiting(), first.waiting() + came - now.waiting(), (now.nanos() - first.nanos()) / 1e9);
            }
            Stage.rest(LOOK);
        }
    }

    /** Waits until nothing is left of a backlog. */
    static void await(Stage stage) {
        while (waiting(stage) > 0) {
            Stage.rest(LOOK);
        }
    }

    double perSecond() {
        return published / seconds;
    }

    private static long waiting(Stage stage) {
        return stage.number("SELECT count(*) FROM outbox");
    }

    /** The outbox at a moment: how many events wait, and how many there have ever been. */
    private record Look(long nanos, long waiting, long appended) {

        static Look at(Stage stage) {
            long appended = stage.number("SELECT last_value FROM outbox_id_seq");
            long waiting = Drain.waiting(stage);
            return new Look(System.nanoTime(), waiting, appended);
        }
    }
}
