package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Demand.Want;
import io.boxoffice.benchmark.Load.Customer;
import io.boxoffice.benchmark.history.History;
import io.boxoffice.benchmark.history.Operation;
import io.boxoffice.benchmark.history.Operation.Kind;
import io.boxoffice.benchmark.history.Operation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How customers of the plain figures behave; each call and its outcome goes into the history. */
final class Customers {

    private static final int CREATED = 201;
    private static final int OK = 200;

    /** Calls one at a time, and remembers each. */
    abstract static class Remembering implements Customer {
        private final History history;
        private Kind kind = Kind.HOLD;
        private String booking = "";
        private String show = "";
        private List<Integer> seats = List.of();
        private long invoked;

        Remembering(History history) {
            this.history = history;
        }

        void invoke(Kind what, String bookingId, Want want) {
            kind = what;
            booking = bookingId;
            show = want.showId();
            seats = want.seats();
            invoked = System.currentTimeMillis();
        }

        /** Whether the last call was a confirmation. */
        boolean confirming() {
            return kind == Kind.CONFIRM;
        }

        @Override
        public final void answered(int status, String body) {
            boolean ok = status == CREATED || status == OK;
            if (ok && kind == Kind.HOLD) {
                booking = Requests.field(body, "id");
            }
            remember(ok ? Outcome.OK : status < 500 ? Outcome.REFUSED : Outcome.UNKNOWN, body);
            told(ok, booking);
        }

        @Override
        public final void lost() {
            remember(Outcome.UNKNOWN, "");
        }

        /** Whether the last call was done, for which booking. */
        abstract void told(boolean ok, String bookingId);

        private void remember(Outcome outcome, String body) {
            String expires = kind == Kind.HOLD ? Requests.field(body, "expiresAt") : "";
            long deadline = expires.isEmpty() ? 0 : Instant.parse(expires).toEpochMilli();
            history.add(
                    new Operation(kind, outcome, booking, show, seats, invoked, System.currentTimeMillis(), deadline));
        }
    }

    /** Holds one wish after the other; with {@code confirming} pays for each at once. */
    static final class Holding extends Remembering {
        private final Requests requests;
        private final Demand demand;
        private final SplittableRandom random;
        private final boolean confirming;
        private String held = "";
        private @Nullable Want want;

        Holding(Requests requests, Demand demand, SplittableRandom random, boolean confirming, History history) {
            super(history);
            this.requests = requests;
            this.demand = demand;
            this.random = random;
            this.confirming = confirming;
        }

        @Override
        public byte @Nullable [] next() {
            if (confirming && !held.isEmpty() && want != null) {
                invoke(Kind.CONFIRM, held, want);
                return requests.decide(held, "confirm");
            }
            Want next = demand.next(random);
            want = next;
            if (next == null) {
                return null;
            }
            invoke(Kind.HOLD, "", next);
            return requests.hold(next.showId(), next.seats());
        }

        @Override
        void told(boolean ok, String bookingId) {
            held = ok && held.isEmpty() ? bookingId : "";
        }
    }

    /** Sends one kind of request again and again; its answers change nothing. */
    record Repeating(Supplier<byte[]> request) implements Customer {
        @Override
        public byte[] next() {
            return request.get();
        }

        @Override
        public void answered(int status, String body) {}
    }

    private Customers() {}
}
