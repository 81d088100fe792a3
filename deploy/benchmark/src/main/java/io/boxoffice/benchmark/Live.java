package io.boxoffice.benchmark;

import io.boxoffice.benchmark.TwoReplicas.Answered;
import io.boxoffice.history.LiveView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * How old what people see may be: from the answer to a booking until the seat maps of two replicas show it, and until
 * those who watch have been told; and whether those who watch a sale, and are cut off now and then, have the database's
 * picture in the end.
 */
final class Live implements Row {

    private static final int SEATS = 5_000;
    private static final int WATCHERS = 50;
    private static final int BUYERS = 8;
    private static final int CUSTOMERS = 500;

    /** Each changes two seats twice, if they are free, as most are: more than 200 changes a second. */
    private static final Duration BETWEEN_BUYERS = Duration.ofMillis(15);

    private static final double CHANGES = 200;

    private static final int BUYERS_BETWEEN_CUTS = 16;
    private static final String WITHOUT_REDIS = " without Redis";
    private static final Duration HEARING_AGAIN = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Override
    public void measure(Bench bench) {
        boolean whole = bench.effort().equals(Bench.Effort.WHOLE);
        Results results = bench.results();
        try (TwoReplicas system = new TwoReplicas(Stage.folder("two-replicas"))) {
            age(system, results, "", whole ? 100 : 20);
            system.redis().kill();
            age(system, results, WITHOUT_REDIS, whole ? 20 : 5);
            system.redis().start();
            Stage.rest(HEARING_AGAIN);
            age(system, results, " after Redis came back", whole ? 20 : 5);
            sale(system, results, Duration.ofSeconds(whole ? 60 : 10));
            bench.check(system.history(), system.books());
        }
    }

    private static void age(TwoReplicas system, Results results, String how, int bookings) {
        String show = system.show(bookings + 1);
        Histogram maps = Measured.histogram();
        Histogram told = Measured.histogram();
        try (LiveView first = system.watch(TwoReplicas.REPLICAS.getFirst(), show);
                LiveView second = system.watch(TwoReplicas.REPLICAS.getLast(), show)) {
            for (int seat = 1; seat <= bookings; seat++) {
                int wanted = seat;
                system.hold("anna", show, List.of(seat));
                long committed = System.nanoTime();
                await(() -> TwoReplicas.REPLICAS.stream().allMatch(replica -> system.showsHeld(replica, show, wanted)));
                record(maps, System.nanoTime() - committed);
                await(() -> isTold(first, wanted) && isTold(second, wanted));
                record(told, lastTold(wanted, first, second) - committed);
            }
        }
        double goal = how.equals(WITHOUT_REDIS) ? 5_000 : 500;
        report(results, "seat maps of both replicas agree" + how, maps, goal);
        report(results, "watchers of both replicas are told" + how, told, goal);
    }

    private static boolean isTold(LiveView view, int seat) {
        return view.seat(seat).version() > 0;
    }

    /** When the last of both was told; now, after the whole patience, if one never was. */
    private static long lastTold(int seat, LiveView first, LiveView second) {
        return isTold(first, seat) && isTold(second, seat)
                ? Math.max(first.seat(seat).told(), second.seat(seat).told())
                : System.nanoTime();
    }

    private static void record(Histogram ages, long nanos) {
        ages.recordValue(Math.clamp(nanos / 1_000, 1, Measured.MAX_MICROS));
    }

    private static void report(Results results, String name, Histogram ages, double goalMillis) {
        System.out.printf(
                "    %s after p50 %.0f ms, at most %.0f ms%n",
                name, ages.getValueAtPercentile(50) / 1000.0, ages.getMaxValue() / 1000.0);
        results.add(Figure.once(name + ", p50", "ms", ages.getValueAtPercentile(50) / 1000.0));
        results.add(Figure.once(name + ", longest", "ms", ages.getMaxValue() / 1000.0)
                .atMost(goalMillis, goalMillis));
    }

    private static void sale(TwoReplicas system, Results results, Duration length) {
        String show = system.show(SEATS);
        List<LiveView> views = new ArrayList<>();
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger cuts = new AtomicInteger();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < WATCHERS; i++) {
            views.add(system.watch(show));
        }
        try (ExecutorService buyers = Executors.newFixedThreadPool(BUYERS)) {
            long begin = System.nanoTime();
            for (int n = 0; n < length.dividedBy(BETWEEN_BUYERS); n++) {
                Stage.rest(Duration.ofNanos(begin + n * BETWEEN_BUYERS.toNanos() - System.nanoTime()));
                buyers.execute(() -> buy(system, show, changes));
                if (n % BUYERS_BETWEEN_CUTS == 0) {
                    LiveView cut = views.get(random.nextInt(WATCHERS));
                    buyers.execute(() -> cutOff(cut, cuts));
                }
            }
        }
        Map<Integer, LiveView.Seat> truth = system.inDatabase(show);
        await(() -> views.stream().allMatch(view -> view.agreesWith(truth)));
        long wrong = views.stream().filter(view -> !view.agreesWith(truth)).count();
        views.forEach(LiveView::close);
        double rate = changes.get() / (double) length.toSeconds();
        System.out.printf("    %.0f changes/s, %d cut off, %d pictures differ%n", rate, cuts.get(), wrong);
        results.add(
                Figure.once("watched sale, changes of seats", "changes/s", rate).atLeast(CHANGES, CHANGES));
        results.add(Figure.count("watched sale, watchers cut off", "times", cuts.get()));
        results.add(Figure.count("watched sale, pictures that differ from the database", "of " + WATCHERS, wrong)
                .atMost(0, 0));
    }

    /** Two seats that are free or not; one of eight pays, the others give back. */
    private static void buy(TwoReplicas system, String show, AtomicInteger changes) {
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        String customer = "buyer-" + random.nextInt(CUSTOMERS);
        int seat = 1 + random.nextInt(SEATS - 1);
        Answered held = system.hold(customer, show, List.of(seat, seat + 1));
        if (held.status() == Bench.CREATED) {
            changes.addAndGet(2);
            String action = random.nextInt(8) == 0 ? "confirm" : "cancel";
            if (system.decide(customer, held.field("id"), action).status() == Bench.OK) {
                changes.addAndGet(2);
            }
        }
    }

    private static void cutOff(LiveView view, AtomicInteger cuts) {
        view.cut();
        view.connect();
        cuts.incrementAndGet();
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < limit) {
            Stage.rest(Duration.ofMillis(2));
        }
    }
}
