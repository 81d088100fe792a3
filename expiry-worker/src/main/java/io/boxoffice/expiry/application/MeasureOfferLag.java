package io.boxoffice.expiry.application;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Tells how long seats that came back have been waiting to be offered. */
@ApplicationScoped
public class MeasureOfferLag {

    private final ReturnedShows returned;

    MeasureOfferLag(ReturnedShows returned) {
        this.returned = returned;
    }

    public Duration handle() {
        return returned.lag();
    }
}
