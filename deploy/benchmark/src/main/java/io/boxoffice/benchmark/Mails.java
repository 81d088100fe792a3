package io.boxoffice.benchmark;

import io.boxoffice.backends.Mail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * From the confirmation to the ticket mail in the inbox, at 50 sales a second; and what holds notice of 50,000 mails that
 * are being worked off beside them. The mails are those of the sales measured before, and of as many more as it takes.
 */
final class Mails implements Row {

    private static final int SALES_PER_SECOND = 50;
    private static final int CONNECTIONS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern BOOKING = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}-[0-9A-HJKMNP-TV-Z]{13}");

    @Override
    public void measure(Bench bench) {
        backlog(bench);
        delay(bench);
    }

    private static void backlog(Bench bench) {
        Stage stage = bench.stage();
        for (long seed = 1; stage.waitingMails() < bench.effort().backlog(); seed++) {
            Sales.sales(bench, seed);
            Stage.rest(Duration.ofSeconds(2));
        }
        long waiting = stage.waitingMails();
        stage.settle();
        Duration length = bench.effort().slice().multipliedBy(3);
        HalfPeak.offer(bench, length, 11);
        Measured without = HalfPeak.offer(bench, length, 12);
        stage.startMails();
        HalfPeak.offer(bench, length, 13);
        Measured with = HalfPeak.offer(bench, length, 14);
        long left = stage.waitingMails();
        stage.stopMails();
        System.out.println("    without mails " + without);
        System.out.println("    with mails    " + with);
        Results results = bench.results();
        results.note("Mails waiting before and after the run beside them: %,d and %,d.".formatted(waiting, left));
        results.add(Figure.once(
                        "half the peak, holds while a backlog of mails is worked off / without",
                        "",
                        with.rate(Bench.CREATED) / without.rate(Bench.CREATED))
                .atLeast(0.95, 1));
        results.add(Figure.once("half the peak, p99 without mails", "ms", without.millis(99)));
        results.add(Figure.once("half the peak, p99 while mails are worked off", "ms", with.millis(99))
                .atMost(50, 15));
        // without any, nothing was worked off at the end, and the figures above say nothing
        results.add(Figure.count("mails that still waited after the run beside them", "mails", left)
                .atLeast(1, 1));
    }

    private static void delay(Bench bench) {
        Stage stage = bench.stage();
        stage.dropMails();
        stage.startMails();
        // the steady state counts: a service that has just started needs some mails to be fast
        Map<String, Long> first = new HashMap<>();
        sell(bench, WARM_UP, first);
        Histogram firstDelays = arrivals(stage, first);
        Map<String, Long> confirmed = new HashMap<>();
        Measured run = sell(bench, bench.effort().slice().multipliedBy(4), confirmed);
        Histogram delays = arrivals(stage, confirmed);
        stage.stopMails();
        System.out.printf("    %s, %d mails%n", run, delays.getTotalCount());
        Results results = bench.results();
        results.add(Figure.count("confirmation to mail at 50 sales/s, p50", "ms", delays.getValueAtPercentile(50)));
        results.add(Figure.count("confirmation to mail at 50 sales/s, p99", "ms", delays.getValueAtPercentile(99))
                .atMost(2_000, 500));
        results.add(Figure.count(
                "confirmation to mail in the first 10 s of a new notification-service, p99",
                "ms",
                firstDelays.getValueAtPercentile(99)));
        results.add(Figure.count("mails that did not come", "mails", confirmed.size() - delays.getTotalCount())
                .atMost(0, 0));
    }

    /** Each sale is two calls. */
    private static Measured sell(Bench bench, Duration length, Map<String, Long> confirmed) {
        return Load.open(
                bench.stage().service(),
                CONNECTIONS,
                2 * SALES_PER_SECOND,
                1,
                length,
                i -> new Buyer(bench.holding(i, 900, bench.fresh(), true), confirmed));
    }

    /** Remembers when each confirmation was answered. */
    private record Buyer(Load.Customer customer, Map<String, Long> confirmed) implements Load.Customer {
        @Override
        public byte @Nullable [] next() {
            return customer.next();
        }

        @Override
        public void answered(Answer answer) {
            customer.answered(answer);
            if (answer.status() == Bench.OK) {
                confirmed.put(answer.field("id"), System.currentTimeMillis());
            }
        }
    }

    /** Milliseconds from each confirmation to its mail. */
    private static Histogram arrivals(Stage stage, Map<String, Long> confirmed) {
        Histogram delays = Measured.histogram();
        Map<String, Long> waited = new HashMap<>(confirmed);
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !waited.isEmpty() && System.nanoTime() < end; ) {
            Stage.rest(Duration.ofMillis(500));
            for (Mail mail : List.copyOf(stage.mails())) {
                Matcher booking = BOOKING.matcher(mail.subject() + " " + mail.text());
                Long at = booking.find() ? waited.remove(booking.group()) : null;
                if (at != null) {
                    delays.recordValue(Math.max(0, mail.receivedAt().toEpochMilli() - at));
                }
            }
        }
        return delays;
    }
}
