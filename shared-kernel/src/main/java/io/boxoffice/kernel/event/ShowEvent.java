package io.boxoffice.kernel.event;

/** Something that happened to a show. */
public sealed interface ShowEvent extends Event permits ShowPublished, ShowUpdated, ShowCancelled {

    /** The show as it is after the event. */
    ShowSnapshot show();

    @Override
    default String subject() {
        return show().id().toString();
    }

    @Override
    default int sequence() {
        return show().version();
    }
}
