package io.boxoffice.expiry.adapter.out.clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** The clock of this machine, for measurements; deadlines are the database's. */
@ApplicationScoped
class SystemClock {

    @Produces
    @ApplicationScoped
    InstantSource clock() {
        return InstantSource.system();
    }
}
