package io.boxoffice.expiry.adapter.in.schedule;

import io.boxoffice.expiry.application.MeasureOfferLag;
import io.boxoffice.expiry.application.OfferReturnedSeats;
import io.boxoffice.expiry.application.SweepWaitingLists;
import io.boxoffice.expiry.domain.Patience;
import io.boxoffice.kernel.metric.FailedRounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * Has seats that came back offered, soon after the event and in a sweep. Both grow patient while booking-service is away,
 * each by itself; meanwhile shows gather, each once. Several workers do no harm.
 */
@ApplicationScoped
public class OfferSchedule {

    private static final Logger LOG = Logger.getLogger(OfferSchedule.class);

    private final OfferReturnedSeats offerReturnedSeats;
    private final SweepWaitingLists sweepWaitingLists;
    private final Counter offers;
    private final FailedRounds failedRuns;
    private final FailedRounds failedSweeps;
    private volatile Patience runPatience = Patience.FRESH;
    private volatile Patience sweepPatience = Patience.FRESH;

    OfferSchedule(
            OfferReturnedSeats offerReturnedSeats,
            SweepWaitingLists sweepWaitingLists,
            MeasureOfferLag measureOfferLag,
            MeterRegistry metrics) {
        this.offerReturnedSeats = offerReturnedSeats;
        this.sweepWaitingLists = sweepWaitingLists;
        this.offers = Counter.builder("boxoffice.offers")
                .description("Offers that this worker had made to people who wait")
                .register(metrics);
        this.failedRuns = new FailedRounds(metrics, "offer-returned-seats");
        this.failedSweeps = new FailedRounds(metrics, "sweep-waiting-lists");
        Gauge.builder("boxoffice.offers.lag", () -> measureOfferLag.handle().toMillis() / 1_000.0)
                .description("Time that seats which came back have been waiting to be offered")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Scheduled(every = "${boxoffice.offers.every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        runPatience = ask(offerReturnedSeats::handle, runPatience, failedRuns);
    }

    @Scheduled(every = "${boxoffice.offers.sweep-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        sweepPatience = ask(sweepWaitingLists::handle, sweepPatience, failedSweeps);
    }

    private Patience ask(Consumer<IntConsumer> question, Patience patience, FailedRounds failures) {
        if (!patience.mayAsk(Instant.now())) {
            return patience;
        }
        try {
            question.accept(offers::increment);
        } catch (RuntimeException e) {
            failures.count();
            LOG.logf(
                    patience.failures() == 0 ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "booking-service makes no offers, asking again in growing pauses: %s",
                    e);
            return patience.failed(Instant.now());
        }
        return Patience.FRESH;
    }
}
