package io.boxoffice.acceptance;

import io.boxoffice.acceptance.Gateway.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers who want places of one show: they hold, pay, leave without paying, give back, wait, accept, decline or
 * forget offers, and leave the line. Where one of them is done, another comes.
 */
final class Crowd implements AutoCloseable {

    /** All together look about a hundred times a second. */
    private static final long LOOK_MILLIS_EACH = 8;

    private static final long GIVE_BACK_MILLIS = 100;

    private final People people;
    private final String show;
    private final Queue<Paid> paid = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger served = new AtomicInteger();
    private final List<Future<Void>> lives = new ArrayList<>();
    private final ExecutorService threads;
    private final long lookMillis;
    private volatile boolean settled;

    private record Paid(String customer, String booking) {}

    /** So many come at once, and do what these random numbers say. */
    Crowd(People people, String show, int size, SplittableRandom random) {
        this.people = people;
        this.show = show;
        lookMillis = LOOK_MILLIS_EACH * size;
        threads = Executors.newFixedThreadPool(size + 1);
        for (int i = 0; i < size; i++) {
            SplittableRandom own = random.split();
            lives.add(threads.submit(live(own)));
        }
        lives.add(threads.submit(this::giveBack));
    }

    /** How many have come so far and were told whether there are places. */
    int served() {
        return served.get();
    }

    /** From now on everybody takes what they can get, pays for it, and keeps it. */
    void settle() {
        settled = true;
    }

    private Callable<Void> live(SplittableRandom random) {
        return () -> {
            while (goesOn(lookMillis)) {
                String customer = people.somebody();
                Wish wish = settled ? Wish.anything(random) : Wish.of(random);
                Answer hold = people.holdSome(customer, show, wish.request());
                if (hold.status() == 201) {
                    served.incrementAndGet();
                    decide(customer, hold.text("/id"), random);
                } else if (hold.status() == 409) {
                    served.incrementAndGet();
                    if (people.join(customer, show, wish.joining()).status() != 409) {
                        waitInLine(customer, wish, random);
                    }
                }
            }
            return null;
        };
    }

    /** What somebody wants. */
    private record Wish(boolean standing, int quantity, boolean adjacent, boolean choosy) {

        static Wish of(SplittableRandom random) {
            return new Wish(random.nextInt(4) == 0, 1 + random.nextInt(3), random.nextBoolean(), random.nextBoolean());
        }

        static Wish anything(SplittableRandom random) {
            return new Wish(random.nextBoolean(), 1, false, false);
        }

        Map<String, Object> request() {
            return standing
                    ? Map.of("section", "Standing", "quantity", quantity)
                    : Map.of("bestAvailable", Map.of("quantity", quantity, "splitRows", !adjacent));
        }

        Map<String, Object> joining() {
            return choosy
                    ? Map.of("section", standing ? "Standing" : "Stalls", "quantity", quantity, "adjacent", adjacent)
                    : Map.of("quantity", quantity, "adjacent", adjacent);
        }

        boolean isAnything() {
            return quantity == 1 && !choosy;
        }
    }

    /** Until there is an offer, or it is over. Nobody knows whether an unanswered call was heard. */
    private void waitInLine(String customer, Wish wish, SplittableRandom random) throws InterruptedException {
        while (goesOn(lookMillis)) {
            Answer standing = people.standing(customer, show);
            if (standing.status() == 404) {
                return;
            }
            switch (standing.status() == 200 ? standing.text("/state") : "NO_ANSWER") {
                case "NO_ANSWER" -> {}
                case "WAITING" -> {
                    boolean leaves = settled ? !wish.isAnything() : random.nextInt(100) == 0;
                    if (leaves && people.leave(customer, show).status() == 204) {
                        return;
                    }
                }
                case "OFFERED" -> {
                    String offer = standing.text("/bookingId");
                    people.offered(customer, show, offer);
                    decide(customer, offer, random);
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void decide(String customer, String booking, SplittableRandom random) {
        int mood = settled ? 9 : random.nextInt(10);
        if (mood < 2) {
            people.cancel(customer, booking);
        } else if (mood > 3 && people.confirm(customer, booking).status() == 200) {
            paid.add(new Paid(customer, booking));
        }
    }

    private Void giveBack() throws InterruptedException {
        while (goesOn(GIVE_BACK_MILLIS)) {
            Paid one = settled ? null : paid.poll();
            if (one != null) {
                people.cancel(one.customer(), one.booking());
            }
        }
        return null;
    }

    /** Whether it goes on, after a moment. */
    private boolean goesOn(long millis) throws InterruptedException {
        return !closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Everybody goes home; throws what anybody met with. */
    @Override
    public void close() {
        closed.countDown();
        threads.close();
        lives.stream()
                .filter(life -> life.state() == Future.State.FAILED)
                .findFirst()
                .ifPresent(life -> {
                    throw new AssertionError("a customer met with what ought not to be", life.exceptionNow());
                });
    }
}
