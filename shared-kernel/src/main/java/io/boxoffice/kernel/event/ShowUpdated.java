package io.boxoffice.kernel.event;

/** A show has another name, place, time or terms; its sections stay as they were. */
public record ShowUpdated(ShowSnapshot show) implements ShowEvent {

    @Override
    public EventType type() {
        return EventType.SHOW_UPDATED;
    }
}
