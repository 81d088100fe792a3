package io.boxoffice.booking.application.port;

import io.boxoffice.kernel.id.ShowId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what seats and bookings say about each other. Reads only. */
public interface Books {

    /** The next show, by id, that has not begun; the first one if {@code last} is absent. */
    Optional<ShowId> upcomingAfter(@Nullable ShowId last);

    /** How many seats and bookings of a show contradict each other: sold twice, sold to nobody, or lost. */
    long contradictions(ShowId show);
}
