package io.boxoffice.kernel.event;

import java.time.Instant;

/** A show will not take place; whoever booked gets a {@link BookingCancelled}. */
public record ShowCancelled(ShowSnapshot show, Instant cancelledAt) implements ShowEvent {

    @Override
    public EventType type() {
        return EventType.SHOW_CANCELLED;
    }
}
