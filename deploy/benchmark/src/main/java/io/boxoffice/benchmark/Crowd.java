package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Demand.Want;
import io.boxoffice.history.History;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many customers want all seats of a few shows at once. Each takes two or three random seats that are not known to be
 * sold, and pays; some leave without paying or give back, so that their seats come round again. It ends when every seat
 * is sold, or the time is over.
 */
final class Crowd {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int HOLD_SECONDS = 5;
    private static final int CONNECTIONS = 128;
    private static final double LEAVES = 0.03;
    private static final double GIVES_BACK = 0.03;

    private final Stage stage;
    private final List<Long> shows;
    private final List<Requests> customers;
    private final BitSet sold;
    private int nextCustomer;

    Crowd(Stage stage, int shows, int customers) {
        this.stage = stage;
        this.shows = stage.shows(shows, HOLD_SECONDS);
        this.customers = stage.accounts().requests("contender", customers);
        this.sold = new BitSet(shows * Stage.SEATS_PER_SHOW);
    }

    /** What the books say afterwards. */
    record Outcome(long seats, int customers, long sold, long soldTwice, long stuck, double seconds, String answers) {
        String text() {
            return "%,d seats, %,d customers: %,d sold in %.1f s, %d twice, %d stuck; answers %s"
                    .formatted(seats, customers, sold, seconds, soldTwice, stuck, answers);
        }
    }

    Outcome run(History history) {
        Measured run =
                Load.closed(stage.service(), CONNECTIONS, LIMIT, i -> new Buyer(history, new SplittableRandom(i)));
        Stage.rest(Duration.ofSeconds(HOLD_SECONDS + 6));
        String among = "show_id IN ("
                + String.join(",", shows.stream().map(String::valueOf).toList()) + ")";
        long twice = stage.number("""
                SELECT count(*) FROM (
                    SELECT show_id, unnest(seat_nos) FROM bookings WHERE status = 'CONFIRMED' AND %s
                    GROUP BY 1, 2 HAVING count(*) > 1) AS twice
                """.formatted(among));
        long stuck = stage.number("""
                SELECT count(*) FROM seats s LEFT JOIN bookings b USING (show_id, booking_id)
                WHERE s.%s AND NOT (s.status = 0 OR (s.status = 2 AND b.status = 'CONFIRMED'))
                """.formatted(among));
        long booked = stage.number("SELECT count(*) FROM seats WHERE status = 2 AND " + among);
        return new Outcome(
                (long) shows.size() * Stage.SEATS_PER_SHOW,
                customers.size(),
                booked,
                twice,
                stuck,
                run.seconds(),
                run.outcomesText());
    }

    /** One customer after the other on one connection. */
    private final class Buyer extends Customers.Remembering {
        private final SplittableRandom random;
        private Requests requests;
        private String held = "";
        private boolean deciding;
        private boolean paying;

        Buyer(History history, SplittableRandom random) {
            super(history);
            this.random = random;
            this.requests = customers.getFirst();
        }

        @Override
        public byte @Nullable [] next() {
            if (!held.isEmpty()) {
                double mood = random.nextDouble();
                deciding = mood > LEAVES;
                if (deciding) {
                    paying = mood > LEAVES + GIVES_BACK;
                    if (paying) {
                        confirming(held);
                    } else {
                        releasing(held);
                    }
                    return requests.decide(held, paying ? "confirm" : "cancel");
                }
                held = "";
            }
            requests = customers.get(nextCustomer++ % customers.size());
            Want next = wish();
            if (next == null) {
                return null;
            }
            holding(next);
            return requests.hold(next.showId(), next.seats());
        }

        @Override
        void told(boolean ok, String bookingId) {
            if (deciding) {
                markSold(ok);
                held = "";
            } else {
                held = ok ? bookingId : "";
            }
            deciding = false;
        }

        private void markSold(boolean ok) {
            if (ok && paying) {
                int show = shows.indexOf(want().show());
                want().seats().forEach(seat -> sold.set(show * Stage.SEATS_PER_SHOW + seat - 1));
            }
        }

        /** Two or three seats close to each other that nobody has paid for, as far as is known. */
        private @Nullable Want wish() {
            int all = shows.size() * Stage.SEATS_PER_SHOW;
            int first = sold.nextClearBit(random.nextInt(all));
            first = first < all ? first : sold.nextClearBit(0);
            if (first >= all) {
                return null;
            }
            int show = first / Stage.SEATS_PER_SHOW;
            int end = (show + 1) * Stage.SEATS_PER_SHOW;
            List<Integer> seats = IntStream.iterate(first, at -> at >= 0 && at < end, at -> sold.nextClearBit(at + 1))
                    .limit(random.nextInt(2, 4))
                    .map(at -> at - show * Stage.SEATS_PER_SHOW + 1)
                    .boxed()
                    .toList();
            return new Want(shows.get(show), seats);
        }
    }
}
