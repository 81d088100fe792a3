package io.boxoffice.booking.application.port;

import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.Transition;
import java.time.Duration;

/** Hears how busy the lanes are, and what came of the requests. Must not block. */
public interface LaneMonitor {

    /** A request waited that long before its group started, or before it was refused. */
    void waited(Duration time);

    /** A group of that many requests starts. */
    void group(int size);

    /** A claim was decided, whether somebody waited for the answer or not. */
    void claimed(ClaimOutcome outcome);

    /** Something was done with a booking, or refused; it is written. */
    void changed(Transition transition);
}
