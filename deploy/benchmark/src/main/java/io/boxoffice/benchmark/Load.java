package io.boxoffice.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Customers on keep-alive connections, all served by the calling thread, so that little of the machine goes to making
 * the load. Closed model: whoever has an answer asks again at once. Open model: requests have intended times, drawn
 * beforehand, and latency counts from then on even if no connection was free (no coordinated omission; G. Tene).
 */
final class Load {

    /** Somebody who asks and reads the answer. */
    interface Customer {
        /** The next request, or nothing more to ask. */
        byte @Nullable [] next();

        /** The answer to the last request. */
        void answered(Answer answer);
    }

    private static final long DRAIN_NANOS = Duration.ofSeconds(15).toNanos();
    private static final int LOOK_MILLIS = 50;

    private final InetSocketAddress target;
    private final Duration length;
    private final List<Wire> wires = new ArrayList<>();
    private final Histogram latencies = Measured.histogram();
    private final Map<Integer, Long> outcomes = new HashMap<>();
    private final Map<Integer, Long> inTime = new HashMap<>();
    private final long[] perSecond;
    private final Deque<Wire> idle = new ArrayDeque<>();
    private long begin;
    private int waiting;

    private Load(InetSocketAddress target, Duration length) {
        this.target = target;
        this.length = length;
        this.perSecond = new long[(int) Math.max(1, length.toSeconds())];
    }

    /** Everybody asks as fast as answers come, until the time is over or nobody has more to ask. */
    static Measured closed(
            InetSocketAddress target, int connections, Duration length, IntFunction<Customer> customers) {
        return new Load(target, length).run(connections, customers, null);
    }

    /** So many requests a second at random times, on at most so many connections. */
    static Measured open(
            InetSocketAddress target,
            int connections,
            double perSecond,
            long seed,
            Duration length,
            IntFunction<Customer> customers) {
        return new Load(target, length).run(connections, customers, arrivals(perSecond, seed, length));
    }

    /** Times of a Poisson process, in nanoseconds from the begin. */
    static Deque<Long> arrivals(double perSecond, long seed, Duration length) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Long> times = new ArrayDeque<>();
        double at = 0;
        while (true) {
            at += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
            if (at >= length.toNanos()) {
                return times;
            }
            times.add((long) at);
        }
    }

    private Measured run(int connections, IntFunction<Customer> customers, @Nullable Deque<Long> arrivals) {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                wires.add(Wire.connect(target, selector, customers.apply(i)));
            }
            begin = System.nanoTime();
            idle.addAll(wires);
            long end = begin + length.toNanos();
            if (arrivals == null) {
                askAll();
            }
            while (System.nanoTime() < end && (waiting > 0 || arrivals != null)) {
                step(selector, arrivals, end);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            drain(selector, arrivals, end);
            long unanswered = (long) waiting + (arrivals == null ? 0 : arrivals.size());
            return new Measured(
                    latencies,
                    outcomes,
                    inTime,
                    perSecond,
                    arrivals == null ? seconds : length.toNanos() / 1e9,
                    unanswered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private void askAll() throws IOException {
        while (!idle.isEmpty()) {
            ask(idle.remove(), System.nanoTime());
        }
    }

    /** Sends what is due, waits for answers, reads them. */
    private void step(Selector selector, @Nullable Deque<Long> arrivals, long end) throws IOException {
        long pause = LOOK_MILLIS;
        if (arrivals != null) {
            sendDue(arrivals);
            long next = arrivals.isEmpty() || idle.isEmpty() ? Long.MAX_VALUE : begin + arrivals.element();
            pause = Math.clamp((next - System.nanoTime()) / 1_000_000, 1, LOOK_MILLIS);
        }
        selector.select(pause);
        for (SelectionKey key : selector.selectedKeys()) {
            Wire wire = (Wire) key.attachment();
            if (wire.receive()) {
                long now = System.nanoTime();
                settle(wire, now, end, arrivals != null);
                if (arrivals != null) {
                    idle.add(wire);
                } else if (now < end) {
                    ask(wire, System.nanoTime());
                }
            }
        }
        selector.selectedKeys().clear();
    }

    private void sendDue(Deque<Long> arrivals) throws IOException {
        while (!arrivals.isEmpty() && !idle.isEmpty() && begin + arrivals.element() <= System.nanoTime()) {
            ask(idle.remove(), begin + arrivals.remove());
        }
    }

    private void ask(Wire wire, long intended) throws IOException {
        if (wire.ask(intended)) {
            waiting++;
        }
    }

    /** What comes late counts only as late where times were intended. */
    private void settle(Wire wire, long now, long end, boolean intended) {
        waiting--;
        if (now < end) {
            inTime.merge(wire.status(), 1L, Long::sum);
        }
        if (now < end || intended) {
            latencies.recordValue(Math.clamp((now - wire.intended()) / 1_000, 1, Measured.MAX_MICROS));
            outcomes.merge(wire.status(), 1L, Long::sum);
            int second = (int) ((now - begin) / 1_000_000_000L);
            if (second < perSecond.length) {
                perSecond[second]++;
            }
        }
    }

    /** Reads the answers that are still under way, and with intended times also sends what had no connection yet. */
    private void drain(Selector selector, @Nullable Deque<Long> arrivals, long end) throws IOException {
        long limit = System.nanoTime() + DRAIN_NANOS;
        while ((waiting > 0 || (arrivals != null && !arrivals.isEmpty())) && System.nanoTime() < limit) {
            step(selector, arrivals, end);
        }
    }
}
