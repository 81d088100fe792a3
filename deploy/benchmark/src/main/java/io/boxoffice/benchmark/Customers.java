package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Demand.Want;
import io.boxoffice.benchmark.Load.Customer;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How customers of the plain figures behave; each call and its outcome goes into the history. */
final class Customers {

    private static final int CREATED = 201;
    private static final int OK = 200;

    /** Calls one at a time, and writes each call and its outcome into the history. */
    abstract static class Remembering implements Customer {
        private final History history;
        private @Nullable Call call;
        private Want want = new Want(0, List.of());
        private String booking = "";

        Remembering(History history) {
            this.history = history;
        }

        void holding(Want wanted) {
            want = wanted;
            booking = "";
            call = history.hold(wanted.showId(), wanted.seats());
        }

        void confirming(String bookingId) {
            booking = bookingId;
            call = history.confirm(bookingId);
        }

        void releasing(String bookingId) {
            booking = bookingId;
            call = history.release(bookingId);
        }

        /** What was asked for last. */
        Want want() {
            return want;
        }

        @Override
        public final void answered(Answer answer) {
            boolean ok = answer.status() == CREATED || answer.status() == OK;
            if (call != null && ok && booking.isEmpty()) {
                booking = answer.field("id");
                call.held(booking, answer.numbers("seat"), Instant.parse(answer.field("expiresAt")));
            } else if (call != null && ok) {
                call.done();
            } else if (call != null && answer.status() < 500) {
                call.refused();
            }
            told(ok, booking);
        }

        /** Whether the last call was done, for which booking. */
        abstract void told(boolean ok, String bookingId);
    }

    /** How somebody asks for what they want. */
    @FunctionalInterface
    interface Asking {
        Asking BY_NAME = (requests, want) -> requests.hold(want.showId(), want.seats());

        byte[] request(Requests requests, Want want);
    }

    /** Holds one wish after the other; with {@code confirming} pays for each at once. */
    static final class Holding extends Remembering {
        private final Requests requests;
        private final Demand demand;
        private final Asking asking;
        private final SplittableRandom random;
        private final boolean confirming;
        private String held = "";

        Holding(
                Requests requests,
                Demand demand,
                Asking asking,
                SplittableRandom random,
                boolean confirming,
                History history) {
            super(history);
            this.requests = requests;
            this.demand = demand;
            this.asking = asking;
            this.random = random;
            this.confirming = confirming;
        }

        @Override
        public byte @Nullable [] next() {
            if (confirming && !held.isEmpty()) {
                confirming(held);
                return requests.decide(held, "confirm");
            }
            Want next = demand.next(random);
            if (next == null) {
                return null;
            }
            holding(next);
            return asking.request(requests, next);
        }

        @Override
        void told(boolean ok, String bookingId) {
            held = ok && held.isEmpty() ? bookingId : "";
        }
    }

    /** Sends one kind of request again and again; its answers change nothing. */
    record Repeating(Supplier<byte @Nullable []> request) implements Customer {
        @Override
        public byte @Nullable [] next() {
            return request.get();
        }

        @Override
        public void answered(Answer answer) {}
    }

    private Customers() {}
}
