package io.boxoffice.notification.application.port;

import java.util.Optional;
import java.util.function.Supplier;

/** The right to do something alone among all replicas. */
public interface Leases {

    /**
     * Does the work if nobody else is at it; empty if somebody is. Whoever dies at it loses the right with its last
     * breath, so that nobody has to wait for a time-out.
     */
    <T> Optional<T> whileHeld(String name, Supplier<T> work);
}
