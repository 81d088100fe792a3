package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.Offers;
import io.boxoffice.expiry.application.port.Offers.Round;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Has seats offered of each show that some came back of, round after round, until all are served or it is enough. */
@ApplicationScoped
public class OfferReturnedSeats {

    /** After so many rounds a run ends, whatever is left: the next run goes on, and a stop is never far away. */
    public static final int MAX_ROUNDS = 100;

    /** After so many shows without an answer a run ends: who is away is not asked again and again. */
    public static final int MAX_FAILURES = 3;

    private final Offers offers;
    private final ReturnedShows returned;

    OfferReturnedSeats(Offers offers, ReturnedShows returned) {
        this.offers = offers;
        this.returned = returned;
    }

    /**
     * Shows that got no answer are asked for again in the next run, behind the others.
     *
     * @param made told after each round how many offers it made
     * @throws RuntimeException if no show at all got an answer; a single one that fails is no reason to grow patient
     */
    public void handle(IntConsumer made) {
        List<ShowId> later = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        int rounds = 0;
        try {
            while (rounds < MAX_ROUNDS && failures.size() < MAX_FAILURES) {
                Optional<ShowId> show = returned.take();
                if (show.isEmpty()) {
                    break;
                }
                rounds++;
                try {
                    made.accept(offer(show.get(), later));
                } catch (RuntimeException e) {
                    later.add(show.get());
                    failures.add(e);
                }
            }
        } finally {
            later.forEach(returned::putBack);
        }
        if (rounds > 0 && failures.size() == rounds) {
            throw failures.getFirst();
        }
    }

    /** A show whose next seats nobody can have this instant, because they are locked, waits for the next run. */
    private int offer(ShowId show, List<ShowId> later) {
        Round round = offers.offer(show);
        if (round.more() && round.offers() == 0) {
            later.add(show);
        } else if (round.more()) {
            returned.putBack(show);
        } else {
            returned.served(show);
        }
        return round.offers();
    }
}
