package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings.InDoubtException;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Group commit (after the idea databases use for their logs: D. DeWitt et al., Implementation Techniques for Main Memory
 * Database Systems, 1984). Requests that arrive while a group is at work wait and form the next group; a request that
 * finds its lane idle goes at once, alone. No timer is involved: the busier the lane, the larger its groups.
 *
 * <p>A few lanes work side by side, each with one thread. Requests for one show always use the same lane, so that they
 * never meet each other's row locks.
 *
 * <p>A group that fails is worked on once more, one request at a time, so that nobody suffers from a neighbour, unless it
 * is in doubt what was done; whatever fails, and however, the lane goes on. A request whose answer asks for another try
 * joins the next group; if that was no better, it is alone in its third and last, where no neighbour is in its way.
 *
 * <p>The wait is bounded twice: a full lane refuses at once, and who has waited too long is refused instead of being
 * served too late. Nothing has been done for a request that is refused so.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
final class Lanes<Q, A> {

    private static final System.Logger LOG = System.getLogger(Lanes.class.getName());
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration IDLE_LOOK = Duration.ofMillis(500);

    private final LaneLimits limits;
    private final Function<Q, ShowId> showOf;
    private final Function<List<Q>, List<A>> work;
    private final Function<Q, A> alone;
    private final Consumer<List<A>> afterwards;
    private final Predicate<A> asksAgain;
    private final A overloaded;
    private final LaneMonitor monitor;
    private final List<Lane> lanes;
    private final ScheduledExecutorService watch;

    /** Lanes that are not open yet, where a request of a group that failed is a group like any other. */
    Lanes(
            String name,
            LaneLimits limits,
            Function<Q, ShowId> showOf,
            Function<List<Q>, List<A>> work,
            Consumer<List<A>> afterwards,
            Predicate<A> asksAgain,
            A overloaded,
            LaneMonitor monitor) {
        this(
                name,
                limits,
                showOf,
                work,
                request -> work.apply(List.of(request)).getFirst(),
                afterwards,
                asksAgain,
                overloaded,
                monitor);
    }

    /**
     * Lanes that are not open yet.
     *
     * @param work gives each request of a group its answer, in their order
     * @param alone gives a request its answer whose group has failed, perhaps after all was done
     * @param afterwards is done when a group has been answered, so that nobody waits for it; it does not fail
     */
    Lanes(
            String name,
            LaneLimits limits,
            Function<Q, ShowId> showOf,
            Function<List<Q>, List<A>> work,
            Function<Q, A> alone,
            Consumer<List<A>> afterwards,
            Predicate<A> asksAgain,
            A overloaded,
            LaneMonitor monitor) {
        this.limits = limits;
        this.showOf = showOf;
        this.work = work;
        this.alone = alone;
        this.afterwards = afterwards;
        this.asksAgain = asksAgain;
        this.overloaded = overloaded;
        this.monitor = monitor;
        this.lanes = IntStream.range(0, limits.lanes())
                .mapToObj(number -> new Lane(name + "-lane-" + number))
                .toList();
        this.watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name + "-watch").factory());
    }

    void start() {
        lanes.forEach(lane -> lane.thread.start());
        var unused = watch.scheduleWithFixedDelay(
                () -> lanes.forEach(Lane::refuseLate),
                IDLE_LOOK.toMillis(),
                IDLE_LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Takes nothing new, lets what is waiting be done, and ends. However long the group at work takes: its work has an end
     * of its own, as transactions and connections have, and would be cut off by any other.
     */
    void stop() throws InterruptedException {
        lanes.forEach(lane -> lane.open = false);
        for (Lane lane : lanes) {
            lane.thread.join();
        }
        watch.shutdownNow();
    }

    /** Answered by the lane's thread, or that there is too much to do. Never blocks. */
    CompletionStage<A> submit(Q request) {
        Lane lane = lanes.get(Math.floorMod(Long.hashCode(showOf.apply(request).value()), lanes.size()));
        Waiting<Q, A> waiting = new Waiting<>(request);
        if (!lane.open || !lane.queue.offer(waiting)) {
            return CompletableFuture.completedFuture(overloaded);
        }
        if (lane.ended) {
            // it closed in between, and nobody will come for what was not there when it did
            waiting.answer.complete(overloaded);
        }
        return waiting.answer;
    }

    private static final class Waiting<Q, A> {

        private final Q request;
        private final CompletableFuture<A> answer = new CompletableFuture<>();
        private final long sinceNanos = System.nanoTime();
        private int attempts;

        Waiting(Q request) {
            this.request = request;
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }

        private boolean isOlderThan(Duration most) {
            return age().compareTo(most) > 0;
        }
    }

    private final class Lane {

        private final BlockingQueue<Waiting<Q, A>> queue = new ArrayBlockingQueue<>(limits.queue());
        private final Queue<Waiting<Q, A>> again = new ArrayDeque<>();
        private final Thread thread;
        private volatile boolean open = true;
        private volatile boolean ended;

        Lane(String name) {
            thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        }

        private void run() {
            try {
                while (open || !queue.isEmpty() || !again.isEmpty()) {
                    List<Waiting<Q, A>> group = nextGroup();
                    if (!group.isEmpty()) {
                        serveWhateverHappens(group);
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                ended = true;
                Stream.concat(again.stream(), queue.stream()).forEach(late -> late.answer.complete(overloaded));
            }
        }

        /** A lane that ended would leave its shows unserved until the next start, so it goes on, after an Error too. */
        private void serveWhateverHappens(List<Waiting<Q, A>> group) {
            try {
                monitor.group(group.size());
                serve(group, work);
            } catch (Throwable failure) {
                LOG.log(System.Logger.Level.ERROR, "a group was not served as it should be", failure);
                again.removeAll(group);
                group.forEach(waiting -> waiting.answer.completeExceptionally(failure));
            }
        }

        private List<Waiting<Q, A>> nextGroup() throws InterruptedException {
            // who asks for the last time is first, and alone
            Waiting<Q, A> eldest = again.peek();
            if (eldest != null && eldest.attempts == MAX_ATTEMPTS - 1) {
                return List.of(again.remove());
            }
            List<Waiting<Q, A>> group = new ArrayList<>(again);
            again.clear();
            List<Waiting<Q, A>> arrived = new ArrayList<>();
            if (group.isEmpty()) {
                Waiting<Q, A> first = queue.poll(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    arrived.add(first);
                }
            }
            takeAlong(group, arrived);
            arrived.stream().filter(this::isInTime).forEach(group::add);
            return group;
        }

        private void takeAlong(List<Waiting<Q, A>> group, List<Waiting<Q, A>> arrived) {
            int most = limits.group() - group.size();
            if (limits.oneShow()) {
                Stream.concat(group.stream(), arrived.stream())
                        .findFirst()
                        .map(first -> showOf.apply(first.request))
                        .ifPresent(show -> queue.removeIf(waiting -> arrived.size() < most
                                && showOf.apply(waiting.request).equals(show)
                                && arrived.add(waiting)));
            } else {
                queue.drainTo(arrived, most - arrived.size());
            }
        }

        private boolean isInTime(Waiting<Q, A> waiting) {
            boolean late = waiting.isOlderThan(limits.maxWait());
            monitor.waited(waiting.age());
            if (late) {
                waiting.answer.complete(overloaded);
            }
            return !late;
        }

        /** However long the group at work takes, nobody behind it waits for longer. */
        private void refuseLate() {
            List<Waiting<Q, A>> late = new ArrayList<>();
            queue.removeIf(waiting -> waiting.isOlderThan(limits.maxWait()) && late.add(waiting));
            late.forEach(this::isInTime);
        }

        private void serve(List<Waiting<Q, A>> group, Function<List<Q>, List<A>> work) {
            List<A> answers;
            try {
                answers = work.apply(group.stream().map(w -> w.request).toList());
            } catch (Throwable failure) {
                if (group.size() == 1 || failure instanceof InDoubtException) {
                    group.forEach(waiting -> waiting.answer.completeExceptionally(failure));
                } else {
                    serveOneByOne(group, failure);
                }
                return;
            }
            answer(group, answers);
            afterwards.accept(answers);
        }

        /**
         * Unless one of them alone takes longer than a request may wait: a database that let the group hang would let each
         * of them hang. Who comes after that, or when the lane ends, shares the group's failure, which leaves open whether
         * anything was done.
         */
        private void serveOneByOne(List<Waiting<Q, A>> group, Throwable failure) {
            boolean hangs = false;
            for (Waiting<Q, A> waiting : group) {
                if (hangs || !open) {
                    waiting.answer.completeExceptionally(failure);
                } else {
                    long sinceNanos = System.nanoTime();
                    serve(List.of(waiting), one -> List.of(alone.apply(one.getFirst())));
                    hangs = System.nanoTime() - sinceNanos > limits.maxWait().toNanos();
                }
            }
        }

        private void answer(List<Waiting<Q, A>> group, List<A> answers) {
            for (int i = 0; i < group.size(); i++) {
                Waiting<Q, A> waiting = group.get(i);
                waiting.attempts++;
                if (asksAgain.test(answers.get(i)) && waiting.attempts < MAX_ATTEMPTS) {
                    again.add(waiting);
                } else {
                    waiting.answer.complete(answers.get(i));
                }
            }
        }
    }
}
