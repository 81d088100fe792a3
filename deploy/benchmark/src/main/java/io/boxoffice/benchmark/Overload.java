package io.boxoffice.benchmark;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database is slow and ten times as many holds are asked for as it can write: it must still sell at its own speed,
 * and everybody must get an answer in bounded time. Slowness is a trigger that lets every booking sleep in its
 * transaction, so that no grouping can make up for it.
 */
final class Overload implements Row {

    private static final double SLEEP_SECONDS = 0.005;
    private static final int TIMES = 10;
    /** More than the service lets wait, so that no request waits for a connection. */
    private static final int CONNECTIONS = 4_500;

    private static final int UNAVAILABLE = 503;
    /** Until the queue is full and its wait at its bound. */
    private static final Duration RAMP = Duration.ofSeconds(4);

    private static final Duration MEASURED = Duration.ofSeconds(12);

    @Override
    public void measure(Bench bench) {
        bench.stage().slowDown(SLEEP_SECONDS);
        try {
            Duration length = RAMP.plus(MEASURED);
            Witness alone = new Witness(length);
            Load.closed(bench.stage().service(), bench.connections(), length, i -> customer(bench, i, alone));
            double alonePerSecond = alone.perSecond();
            Witness crowd = new Witness(length);
            Measured run = Load.open(
                    bench.stage().service(),
                    CONNECTIONS,
                    alonePerSecond * TIMES,
                    1,
                    length,
                    i -> customer(bench, i, crowd));
            System.out.println("    " + run);
            report(bench.results(), alonePerSecond, crowd.perSecond(), run, crowd.others);
        } finally {
            bench.stage().speedUp();
        }
    }

    private static void report(Results results, double alone, double sold, Measured run, long others) {
        results.add(Figure.once("slow database, holds", "holds/s", alone));
        results.add(Figure.once("slow database, holds with ten times that offered", "holds/s", sold));
        results.add(Figure.once("overload, holds / without overload", "", sold / alone)
                .atLeast(0.95, 1));
        results.add(Figure.count("overload, requests without an answer", "", run.unanswered())
                .atMost(0, 0));
        results.add(Figure.count("overload, neither held nor 503 with Retry-After", "", others)
                .atMost(0, 0));
        results.add(Figure.once("overload, longest wait for an answer", "ms", run.millis(100)));
        results.note("Overload: every booking sleeps %.0f ms in the database; %,.0f holds/s were offered, answers %s."
                .formatted(SLEEP_SECONDS * 1000, alone * TIMES, run.outcomesText()));
        results.plot(new Results.Curves(
                "overload-latency",
                "Latency of an answer under ten times the load that can be served",
                Map.of("all answers", run.latencies())));
    }

    private static Load.Customer customer(Bench bench, int connection, Witness witness) {
        return new Watched(bench.holding(connection, 1, bench.fresh(), false), witness);
    }

    private record Watched(Load.Customer customer, Witness witness) implements Load.Customer {
        @Override
        public byte @Nullable [] next() {
            return customer.next();
        }

        @Override
        public void answered(Answer answer) {
            customer.answered(answer);
            witness.sees(answer);
        }
    }

    /** Counts holds between the ramp and the end, and answers that ought not to be. */
    private static final class Witness {
        private final long end;
        private long first;
        private long last;
        private long held = -1;
        private long others;

        Witness(Duration length) {
            end = System.nanoTime() + length.toNanos();
        }

        void sees(Answer answer) {
            if (answer.status() == Bench.CREATED) {
                count(System.nanoTime());
            } else if (answer.status() != UNAVAILABLE || !answer.has("retry-after")) {
                others++;
            }
        }

        private void count(long now) {
            boolean ramp = end - now > MEASURED.toNanos();
            if (!ramp && now <= end) {
                first = held < 0 ? now : first;
                last = now;
                held++;
            }
        }

        /** Holds in a second, from the first answer that counts to the last one. */
        double perSecond() {
            return held / ((last - first) / 1e9);
        }
    }
}
