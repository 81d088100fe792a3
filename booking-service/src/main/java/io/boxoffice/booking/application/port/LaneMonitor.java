package io.boxoffice.booking.application.port;

import java.time.Duration;

/** Hears how busy the lanes are. Must not block. */
public interface LaneMonitor {

    /** A request waited that long before its group started, or before it was refused. */
    void waited(Duration time);

    /** A group of that many requests starts. */
    void group(int size);
}
