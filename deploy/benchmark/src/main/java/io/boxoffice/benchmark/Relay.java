package io.boxoffice.benchmark;

/** How fast the relay alone publishes what waits in the outbox: into quorum queues and a stream, with every confirm. */
final class Relay implements Row {

    @Override
    public void measure(Bench bench) {
        Stage stage = bench.stage();
        stage.killBroker();
        Drain.fill(bench, bench.effort().events() / 3);
        stage.checkpoint();
        stage.startBroker();
        Drain drain = Drain.watch(stage);
        System.out.println("    " + drain);
        bench.results()
                .add(Figure.once("relay into quorum queues", "events/s", drain.perSecond())
                        .atLeast(2_000, 5_000));
        stage.dropMails();
    }
}
