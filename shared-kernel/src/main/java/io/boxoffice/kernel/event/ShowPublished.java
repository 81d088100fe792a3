package io.boxoffice.kernel.event;

/** A show was created and its seats may be laid out. */
public record ShowPublished(ShowSnapshot show) implements ShowEvent {

    @Override
    public EventType type() {
        return EventType.SHOW_PUBLISHED;
    }
}
