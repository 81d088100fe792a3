package io.boxoffice.kernel.event;

/** Something that happened and that other services are told about; each event has its own contract and version. */
public sealed interface Event permits ShowEvent, BookingEvent, WaitingListClosed {

    /** What it is called on the wire and where it is routed. */
    EventType type();

    /** The written id of the aggregate it happened to. */
    String subject();

    /** The aggregate's version after the event; consumers that keep state apply only newer ones. */
    int sequence();
}
