package io.boxoffice.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sales without RabbitMQ, and what happens when it comes back: the events of ten minutes at 200 sales a second are
 * published while sales go on at that rate.
 */
final class BrokerAway implements Row {

    private static final String AWAY = "RabbitMQ away";
    private static final int SALES_PER_SECOND = 200;
    private static final int CONNECTIONS = 64;

    /** How long customers come before somebody looks whether the backlog is gone. */
    private static final Duration ARRIVALS = Duration.ofSeconds(5);

    @Override
    public void measure(Bench bench) {
        whileAway(bench);
        afterwards(bench);
    }

    private static void whileAway(Bench bench) {
        Stage stage = bench.stage();
        Contest contest = bench.contest()
                .way(Bench.SERVICE, seed -> Sales.sales(bench, seed))
                .way(AWAY, seed -> {
                    stage.killBroker();
                    Measured run = Sales.sales(bench, seed);
                    stage.startBroker();
                    return run;
                })
                .between(() -> Drain.await(stage))
                .run(bench.effort().fewRounds());
        Results results = bench.results();
        results.add(contest.figure("sales with RabbitMQ", "sales/s", Bench.SERVICE, run -> run.rate(Bench.OK)));
        results.add(contest.figure("sales with RabbitMQ away", "sales/s", AWAY, run -> run.rate(Bench.OK)));
        results.add(contest.ratio("sales, RabbitMQ away / there", AWAY, Bench.SERVICE, run -> run.rate(Bench.OK))
                .atLeast(0.95, 1));
        contest.reportCpu("sales with RabbitMQ away", results);
    }

    private static void afterwards(Bench bench) {
        Stage stage = bench.stage();
        stage.killBroker();
        Drain.fill(bench, bench.effort().events());
        CompletableFuture<Drain> watched = CompletableFuture.supplyAsync(() -> {
            stage.startBroker();
            return Drain.watch(stage);
        });
        for (long seed = 1; !watched.isDone(); seed++) {
            System.out.println("    meanwhile " + sell(bench, seed));
        }
        Drain drain = watched.join();
        System.out.println("    " + drain);
        Results results = bench.results();
        results.add(Figure.count("events that waited for RabbitMQ", "events", drain.backlog()));
        results.add(Figure.once("events published while 200 sales/s go on", "events/s", drain.perSecond())
                .atLeast(3 * SALES_PER_SECOND, 2_000));
        results.add(Figure.once("until nearly none of them waits", "s", drain.seconds()));
        stage.dropMails();
    }

    /** Each sale is two calls. */
    private static Measured sell(Bench bench, long seed) {
        return Load.open(
                bench.stage().service(),
                CONNECTIONS,
                2 * SALES_PER_SECOND,
                seed,
                ARRIVALS,
                i -> bench.holding(i, seed, bench.fresh(), true));
    }
}
