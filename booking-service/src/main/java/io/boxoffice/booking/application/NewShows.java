package io.boxoffice.booking.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/** Tells a show that has not arrived yet from one that never will: by the age of its id. */
@ApplicationScoped
class NewShows {

    /** How long the seats of a new show may take to be laid out. */
    static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final InstantSource clock;

    NewShows(InstantSource clock) {
        this.clock = clock;
    }

    boolean mayStillCome(ShowId show) {
        Duration age = Duration.between(show.createdAt(), clock.instant()).abs();
        return age.compareTo(READY_WITHIN) < 0;
    }
}
