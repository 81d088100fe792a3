package io.boxoffice.benchmark;

import io.boxoffice.backends.RedisBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/**
 * Sales as fast as they go, each hold paid for at once: with Redis, while it stands still, while it forgets everything
 * again and again, and without it.
 */
final class RedisAway implements Row {

    private static final String FROZEN = "Redis frozen";
    private static final String EMPTIED = "Redis emptied";
    private static final String KILLED = "Redis killed";
    private static final Duration BETWEEN = Duration.ofMillis(250);

    @Override
    public void measure(Bench bench) {
        RedisBackend redis = bench.stage().redis();
        Contest contest = bench.contest()
                .way(Bench.SERVICE, seed -> sell(bench, seed))
                .way(FROZEN, seed -> {
                    redis.freeze();
                    try {
                        return sell(bench, seed);
                    } finally {
                        redis.thaw();
                    }
                })
                .way(EMPTIED, seed -> {
                    CompletableFuture<Measured> sale = CompletableFuture.supplyAsync(() -> sell(bench, seed));
                    while (!sale.isDone()) {
                        redis.empty();
                        Stage.rest(BETWEEN);
                    }
                    return sale.join();
                })
                .way(KILLED, seed -> {
                    redis.kill();
                    try {
                        return sell(bench, seed);
                    } finally {
                        redis.start();
                    }
                })
                .run(bench.effort().fewRounds());
        ToDoubleFunction<Measured> paid = run -> run.rate(Bench.OK);
        Results results = bench.results();
        results.add(contest.figure("sales", "sales/s", Bench.SERVICE, paid));
        results.add(contest.ratio("sales, Redis frozen / with Redis", FROZEN, Bench.SERVICE, paid)
                .atLeast(0.8, 1));
        results.add(contest.ratio("sales, Redis emptied / with Redis", EMPTIED, Bench.SERVICE, paid)
                .atLeast(0.8, 1));
        results.add(contest.ratio("sales, Redis killed / with Redis", KILLED, Bench.SERVICE, paid)
                .atLeast(0.8, 1));
        for (String trouble : List.of(FROZEN, EMPTIED, KILLED)) {
            results.add(Figure.count("5xx, " + trouble, "answers", contest.count(trouble, status -> status >= 500))
                    .atMost(0, 0));
        }
    }

    private static Measured sell(Bench bench, long seed) {
        return Load.closed(
                bench.stage().service(),
                bench.connections(),
                bench.effort().slice(),
                i -> bench.holding(i, seed, bench.fresh(), true));
    }
}
