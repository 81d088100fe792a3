package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.acceptance.Gateway.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Redis freezes, forgets everything, and dies while people buy, and nobody gets an error for it. */
@NeedsItsOwnHouse("kills Redis")
class RedisTroubleTest {

    private static final int BUYERS = 4;
    private static final int SEATS = 4_000;

    /** What has to be sold in each state of Redis. */
    private static final int SALES = 40;

    private final House house = House.open();
    private final People people = new People(house);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger nextSeat = new AtomicInteger();
    private final AtomicInteger sold = new AtomicInteger();
    private final Queue<Answer> failures = new ConcurrentLinkedQueue<>();

    @Test
    void aSaleGoesOnWhileRedisIsFrozenEmptiedAndKilled() throws Exception {
        String show = people.show(SEATS, 120);
        try (ExecutorService buyers = Executors.newFixedThreadPool(BUYERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                running.add(buyers.submit(() -> buy(show)));
            }
            try {
                sellMore();
                house.freezeRedis();
                try {
                    sellMore();
                } finally {
                    house.thawRedis();
                }
                sellMore();
                house.emptyRedis();
                sellMore();
                house.killRedis();
                try {
                    sellMore();
                } finally {
                    house.startRedis();
                }
                sellMore();
            } finally {
                open.set(false);
            }
            for (Future<?> buyer : running) {
                buyer.get();
            }
        }
        assertThat(failures).isEmpty();
        people.assertThatTheBooksAgree();
        await().atMost(People.PATIENCE)
                .until(() -> seats(show).body().findValuesAsText("status").stream()
                                .filter("BOOKED"::equals)
                                .count()
                        == sold.get());
    }

    private void sellMore() {
        int enough = sold.get() + SALES;
        await().atMost(People.PATIENCE).until(() -> sold.get() >= enough || !failures.isEmpty());
    }

    /** Holds a seat, looks at the map and pays, again and again, each time as somebody else. */
    private void buy(String show) {
        while (open.get() && failures.isEmpty()) {
            String customer = people.somebody();
            Answer held = people.hold(customer, show, List.of(nextSeat.incrementAndGet()));
            if (is(200, seats(show)) && is(201, held) && is(200, people.confirm(customer, held.text("/id")))) {
                sold.incrementAndGet();
            }
        }
    }

    private Answer seats(String show) {
        return house.gateway().get("/api/v1/shows/" + show + "/seats");
    }

    /** Nobody is in anybody's way here: whatever is not a success is a failure, also a refusal. */
    private boolean is(int status, Answer answer) {
        if (answer.status() != status) {
            failures.add(answer);
        }
        return answer.status() == status;
    }
}
