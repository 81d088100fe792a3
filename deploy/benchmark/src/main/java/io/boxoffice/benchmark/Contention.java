package io.boxoffice.benchmark;

/** Many customers, fewer seats than wishes, until every seat is sold. */
final class Contention implements Row {

    @Override
    public void measure(Bench bench) {
        Bench.Effort effort = bench.effort();
        Crowd.Outcome outcome =
                new Crowd(bench.stage(), effort.contendedShows(), effort.contenders()).run(bench.history());
        Results results = bench.results();
        results.add(Figure.count("contention, seats sold", "seats", outcome.sold()));
        results.add(
                Figure.count(Results.SOLD_TWICE, "seats", outcome.soldTwice()).atMost(0, 0));
        results.add(Figure.count("contention, seats left stuck", "seats", outcome.stuck())
                .atMost(0, 0));
        results.add(Figure.once("contention, seconds until sold out", "s", outcome.seconds()));
        results.note(outcome.text());
        System.out.println("    " + outcome.text());
    }
}
