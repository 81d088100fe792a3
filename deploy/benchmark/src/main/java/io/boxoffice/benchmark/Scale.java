package io.boxoffice.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a hold and a sale cost with 20 shows of 100,000 seats and 10 million past bookings, against the same system before
 * they were there; and what happens to sales when 100,000 holds lapse at the same moment.
 */
final class Scale implements Row {

    private static final int LARGE_SHOWS = 20;
    private static final int LARGE_SEATS = 100_000;
    private static final int LAPSING = 100_000;
    private static final int LAPSE_AFTER_SECONDS = 40;
    private static final int SALES_SECONDS = 8;

    @Override
    public void measure(Bench bench) {
        Stage stage = bench.stage();
        Results results = bench.results();
        List<Double> smallHolds = new ArrayList<>();
        List<Double> smallSales = new ArrayList<>();
        rounds(bench, bench.fresh(), smallHolds, smallSales);

        long begin = System.nanoTime();
        List<Long> large = stage.showsOfService(LARGE_SHOWS, LARGE_SEATS);
        stage.pastBookings(bench.effort().pastBookings());
        stage.settle();
        double minutes = (System.nanoTime() - begin) / 60e9;
        System.out.printf("    laid out in %.1f min%n", minutes);
        results.note("%,d shows of %,d seats and %,d past bookings were made by SQL in %.1f min."
                .formatted(LARGE_SHOWS, LARGE_SEATS, bench.effort().pastBookings(), minutes));

        List<Double> largeHolds = new ArrayList<>();
        List<Double> largeSales = new ArrayList<>();
        Demand demand = new Demand.Fresh(large, LARGE_SEATS);
        rounds(bench, demand, largeHolds, largeSales);
        cost(results, "holds", smallHolds, largeHolds);
        cost(results, "sales", smallSales, largeSales);
        lapse(bench, demand);
    }

    private static void rounds(Bench bench, Demand demand, List<Double> holds, List<Double> sales) {
        for (int round = 0; round <= bench.effort().fewRounds(); round++) {
            Measured held = bench.holds(demand, round);
            Measured sold = sales(bench, demand, round, bench.effort().slice());
            System.out.println("    holds " + held);
            System.out.println("    sales " + sold);
            if (round > 0) {
                holds.add(held.rate(Bench.CREATED));
                sales.add(sold.rate(Bench.OK));
            }
        }
    }

    private static Measured sales(Bench bench, Demand demand, long seed, Duration length) {
        return Load.closed(
                bench.stage().service(), bench.connections(), length, i -> bench.holding(i, 100 + seed, demand, true));
    }

    private static void cost(Results results, String what, List<Double> small, List<Double> large) {
        String unit = what + "/s";
        results.add(Figure.of(what + ", small database", unit, small));
        results.add(Figure.of(what + ", large database", unit, large));
        results.add(Figure.once(
                        "cost of " + what + ", large / small database",
                        "",
                        Statistics.median(small) / Statistics.median(large))
                .atMost(1.3, 1));
    }

    /** Sales before and while the holds lapse. */
    private static void lapse(Bench bench, Demand demand) {
        Stage stage = bench.stage();
        long show = stage.showsOfService(1, LARGE_SEATS).getFirst();
        long begin = System.nanoTime();
        stage.hold(show, LAPSING, LAPSE_AFTER_SECONDS);
        stage.checkpoint();
        Measured before = salesWithCpu(bench, demand, 50, "sales before 100,000 holds lapse");
        while (System.nanoTime() - begin < LAPSE_AFTER_SECONDS * 1_000_000_000L) {
            Stage.rest(Duration.ofMillis(20));
        }
        List<Measured> during = new ArrayList<>();
        String pending = "SELECT count(*) FROM bookings WHERE status = 'PENDING' AND show_id = " + show;
        do {
            during.add(salesWithCpu(bench, demand, 51 + during.size(), "sales while 100,000 holds lapse"));
        } while (stage.number(pending) > 0);
        double sold = before.rate(Bench.OK);
        List<Double> meanwhile =
                during.stream().map(slice -> slice.rate(Bench.OK)).toList();
        Results results = bench.results();
        results.add(Figure.once("sales before 100,000 holds lapse", "sales/s", sold));
        results.add(
                Figure.of("sales in each %d s while they are expired".formatted(SALES_SECONDS), "sales/s", meanwhile));
        results.add(Figure.of(
                "sales while holds are expired / before",
                "",
                meanwhile.stream().map(rate -> rate / sold).toList()));
        results.add(Figure.once(
                "until 100,000 lapsed holds were expired", "s", stage.number(Lapses.LATE + "= " + show) / 1000.0));
        results.plot(new Results.Seconds(
                "lapse-seconds",
                "Calls in each second, before and from the moment 100,000 holds lapse",
                Map.of(
                        "before",
                        before.perSecond(),
                        "from then on",
                        during.getFirst().perSecond())));
    }

    private static Measured salesWithCpu(Bench bench, Demand demand, long seed, String name) {
        Map<String, Double> used = Cpu.used();
        long begin = System.nanoTime();
        Measured sold = sales(bench, demand, seed, Duration.ofSeconds(SALES_SECONDS));
        bench.results().cpu(name, Cpu.busy(used, (System.nanoTime() - begin) / 1e9));
        return sold;
    }
}
