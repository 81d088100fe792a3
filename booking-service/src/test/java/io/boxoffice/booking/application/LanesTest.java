package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.booking.application.port.Bookings.InDoubtException;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.kernel.id.ShowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String OVERLOADED = "overloaded";

    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final List<Lanes<Integer, String>> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        permits.release(1_000);
        for (Lanes<Integer, String> lanes : started) {
            lanes.stop();
        }
    }

    @Test
    void aloneARequestGoesAtOnce() {
        permits.release();

        assertThat(ask(lanes(limits(64, 10, LONG), this::echo), 1).join()).isEqualTo("1");
        assertThat(groups).containsExactly(List.of(1));
    }

    @Test
    void whatArrivesWhileAGroupIsAtWorkIsTheNextGroup() {
        Lanes<Integer, String> lanes = lanes(limits(3, 10, LONG), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(ask(lanes, 0));
        await().until(() -> groups.size() == 1);
        IntStream.rangeClosed(1, 5).forEach(i -> answers.add(ask(lanes, i)));
        permits.release(3);

        assertThat(answers.stream().map(CompletableFuture::join)).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
    }

    @Test
    void onWishAGroupIsOfOneShowAndNobodyIsPassedOver() {
        Lanes<Integer, String> lanes = lanes(new LaneLimits(1, 3, 20, LONG, true), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(ask(lanes, 0));
        await().until(() -> groups.size() == 1);
        // the show is the request modulo four
        IntStream.of(1, 2, 5, 6, 9, 13, 10).forEach(i -> answers.add(ask(lanes, i)));
        permits.release(10);

        answers.forEach(CompletableFuture::join);
        assertThat(groups).containsExactly(List.of(0), List.of(1, 5, 9), List.of(2, 6, 10), List.of(13));
    }

    @Test
    void nobodyWaitsForWhatIsDoneAfterwards() {
        Semaphore afterwards = new Semaphore(0);
        List<String> done = new CopyOnWriteArrayList<>();
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), this::echo, answers -> {
            afterwards.acquireUninterruptibly();
            done.addAll(answers);
        });
        permits.release();

        assertThat(ask(lanes, 1).join()).isEqualTo("1");
        assertThat(done).isEmpty();
        afterwards.release();
        await().until(() -> done.equals(List.of("1")));
    }

    static Stream<Runnable> failures() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("no to 2");
                },
                () -> {
                    throw new LinkageError("no to 2");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureInAGroupHarmsNobodyElse(Runnable failure) {
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), group -> {
            List<String> answers = echo(group);
            if (group.contains(2)) {
                failure.run();
            }
            return answers;
        });
        CompletableFuture<String> first = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        List<CompletableFuture<String>> answers =
                IntStream.rangeClosed(1, 3).mapToObj(i -> ask(lanes, i)).toList();
        permits.release(10);

        assertThat(first.join()).isEqualTo("0");
        assertThat(answers.get(0).join()).isEqualTo("1");
        assertThatThrownBy(() -> answers.get(1).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no to 2");
        assertThat(answers.get(2).join()).isEqualTo("3");
        assertThat(ask(lanes, 4).join()).isEqualTo("4");
        assertThat(groups)
                .containsExactly(List.of(0), List.of(1, 2, 3), List.of(1), List.of(2), List.of(3), List.of(4));
    }

    @Test
    void aLaneSurvivesWhatFailsAfterwards() {
        permits.release(10);
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), this::echo, answers -> {
            throw new LinkageError("too late to say no to " + answers);
        });

        assertThat(ask(lanes, 1).join()).isEqualTo("1");
        assertThat(ask(lanes, 2).join()).isEqualTo("2");
    }

    @Test
    void whenAGroupFailedAndThenOneAloneHangsTheOthersDoNotHangToo() {
        Duration wait = Duration.ofSeconds(1);
        Lanes<Integer, String> lanes = lanes(limits(64, 10, wait), group -> {
            List<String> answers = echo(group);
            if (group.size() > 1) {
                throw new IllegalStateException("cut off");
            }
            if (group.contains(1)) {
                long since = System.nanoTime();
                await().until(() -> System.nanoTime() - since > wait.toNanos());
            }
            return answers;
        });
        CompletableFuture<String> first = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        CompletableFuture<String> second = ask(lanes, 1);
        CompletableFuture<String> third = ask(lanes, 2);
        permits.release(10);

        assertThat(first.join()).isEqualTo("0");
        assertThat(second.join()).isEqualTo("1");
        assertThatThrownBy(third::join).hasRootCauseMessage("cut off");
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2), List.of(1));
        assertThat(ask(lanes, 3).join()).isEqualTo("3");
    }

    @Test
    void whoeverWaitsBehindAGroupThatHangsIsToldSo() {
        Lanes<Integer, String> lanes = lanes(limits(64, 10, Duration.ofMillis(200)), this::echo);
        CompletableFuture<String> hanging = ask(lanes, 0);
        await().until(() -> groups.size() == 1);

        assertThat(ask(lanes, 1).join()).isEqualTo(OVERLOADED);
        assertThat(hanging).isNotDone();
        permits.release(10);
        assertThat(hanging.join()).isEqualTo("0");
    }

    @Test
    void whatIsInDoubtIsNotDoneOnceMore() {
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), group -> {
            List<String> answers = echo(group);
            if (group.size() > 1) {
                throw new InDoubtException(new IllegalStateException("no answer to COMMIT"));
            }
            return answers;
        });
        CompletableFuture<String> first = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        List<CompletableFuture<String>> answers =
                IntStream.rangeClosed(1, 2).mapToObj(i -> ask(lanes, i)).toList();
        permits.release(10);

        assertThat(first.join()).isEqualTo("0");
        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(answer::join).hasCauseInstanceOf(InDoubtException.class));
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void whoAsksAgainIsServedThreeTimesAtMost() {
        permits.release(10);
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), group -> {
            echo(group);
            return List.of("again");
        });

        assertThat(ask(lanes, 7).join()).isEqualTo("again");
        assertThat(groups).containsExactly(List.of(7), List.of(7), List.of(7));
    }

    /** Of a group only the first is settled, and the others suffer from it. */
    @Test
    void whoAsksForTheLastTimeHasNoNeighbours() {
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), group -> {
            List<String> answers = new ArrayList<>(echo(group));
            Collections.fill(answers.subList(1, answers.size()), "again");
            return answers;
        });
        CompletableFuture<String> busy = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        List<CompletableFuture<String>> answers =
                IntStream.rangeClosed(1, 4).mapToObj(i -> ask(lanes, i)).toList();
        permits.release(10);

        assertThat(busy.join()).isEqualTo("0");
        assertThat(answers.stream().map(CompletableFuture::join)).containsExactly("1", "2", "3", "4");
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(2, 3, 4), List.of(3), List.of(4));
    }

    @Test
    void aFullLaneRefusesAtOnce() {
        Lanes<Integer, String> lanes = lanes(limits(1, 2, LONG), this::echo);
        CompletableFuture<String> served = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        CompletableFuture<String> second = ask(lanes, 1);
        CompletableFuture<String> third = ask(lanes, 2);

        assertThat(ask(lanes, 3)).isCompletedWithValue(OVERLOADED);
        permits.release(3);
        assertThat(List.of(served.join(), second.join(), third.join())).containsExactly("0", "1", "2");
    }

    @Test
    void whoHasWaitedTooLongIsRefusedInsteadOfServedTooLate() {
        Duration wait = Duration.ofMillis(200);
        Lanes<Integer, String> lanes = lanes(limits(64, 10, wait), this::echo);
        CompletableFuture<String> served = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        long askedAt = System.nanoTime();
        CompletableFuture<String> late = ask(lanes, 1);
        await().until(() -> System.nanoTime() - askedAt > wait.multipliedBy(2).toNanos());
        permits.release(10);

        assertThat(served.join()).isEqualTo("0");
        assertThat(late.join()).isEqualTo(OVERLOADED);
        assertThat(groups).containsExactly(List.of(0));
    }

    @Test
    void oneShowIsNeverWorkedOnTwiceAtATime() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ConcurrentLinkedQueue<CompletableFuture<String>> answers = new ConcurrentLinkedQueue<>();
        Lanes<Integer, String> lanes = lanes(new LaneLimits(4, 8, 1_000, LONG, false), group -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            atWork.decrementAndGet();
            return group.stream().map(String::valueOf).toList();
        });

        IntStream.range(0, 500).parallel().forEach(i -> answers.add(ask(lanes, 4 * i)));

        answers.forEach(CompletableFuture::join);
        assertThat(most).hasValue(1);
    }

    @Test
    void stoppingEndsOnlyWhenAllIsAnsweredThatWasTakenAndTakesNothingNew() throws Exception {
        Lanes<Integer, String> lanes = lanes(limits(1, 10, LONG), this::echo);
        CompletableFuture<String> atWork = ask(lanes, 0);
        await().until(() -> groups.size() == 1);
        CompletableFuture<String> waiting = ask(lanes, 1);
        FutureTask<Boolean> allAnswered = new FutureTask<>(() -> {
            lanes.stop();
            return atWork.isDone() && waiting.isDone();
        });
        Thread stopping = Thread.ofPlatform().start(allAnswered);
        await().until(() -> stopping.getState() == Thread.State.WAITING);

        assertThat(ask(lanes, 2)).isCompletedWithValue(OVERLOADED);
        assertThat(allAnswered).isNotDone();
        permits.release(2);
        assertThat(allAnswered.get()).isTrue();
        assertThat(List.of(atWork.join(), waiting.join())).containsExactly("0", "1");
        assertThat(groups).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void aGroupThatFailsWhileItsLaneEndsIsNotWorkedOnOneByOne() throws Exception {
        Lanes<Integer, String> lanes = lanes(limits(64, 10, LONG), group -> {
            echo(group);
            throw new IllegalStateException("cut off");
        });
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(ask(lanes, 0));
        await().until(() -> groups.size() == 1);
        answers.add(ask(lanes, 1));
        answers.add(ask(lanes, 2));
        FutureTask<Boolean> stopped = new FutureTask<>(() -> {
            lanes.stop();
            return true;
        });
        Thread stopping = Thread.ofPlatform().start(stopped);
        await().until(() -> stopping.getState() == Thread.State.WAITING);
        permits.release(10);

        assertThat(stopped.get()).isTrue();
        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage("cut off"));
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
    }

    private List<String> echo(List<Integer> group) {
        groups.add(group);
        permits.acquireUninterruptibly();
        return group.stream().map(String::valueOf).toList();
    }

    private static LaneLimits limits(int group, int queue, Duration maxWait) {
        return new LaneLimits(1, group, queue, maxWait, false);
    }

    /** The show of a request is the request modulo four. */
    private Lanes<Integer, String> lanes(LaneLimits limits, Function<List<Integer>, List<String>> work) {
        return lanes(limits, work, answers -> {});
    }

    private Lanes<Integer, String> lanes(
            LaneLimits limits, Function<List<Integer>, List<String>> work, Consumer<List<String>> afterwards) {
        LaneMonitor deaf = new LaneMonitor() {
            @Override
            public void waited(Duration time) {}

            @Override
            public void group(int size) {}

            @Override
            public void claimed(ClaimOutcome outcome) {}

            @Override
            public void changed(Transition transition) {}
        };
        Lanes<Integer, String> lanes = new Lanes<>(
                "test",
                limits,
                request -> new ShowId(request % 4),
                work,
                afterwards,
                "again"::equals,
                OVERLOADED,
                deaf);
        lanes.start();
        started.add(lanes);
        return lanes;
    }

    private static CompletableFuture<String> ask(Lanes<Integer, String> lanes, int request) {
        return lanes.submit(request).toCompletableFuture();
    }
}
