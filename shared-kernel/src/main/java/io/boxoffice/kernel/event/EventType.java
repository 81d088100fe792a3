package io.boxoffice.kernel.event;

import java.util.Arrays;
import java.util.Optional;

/** The events of Box Office by routing key; a change of meaning is a new version, never an edit. */
public enum EventType {
    SHOW_PUBLISHED("show.published", ShowPublished.class),
    SHOW_UPDATED("show.updated", ShowUpdated.class),
    SHOW_CANCELLED("show.cancelled", ShowCancelled.class),
    BOOKING_CONFIRMED("booking.confirmed", BookingConfirmed.class),
    BOOKING_EXPIRED("booking.expired", BookingExpired.class),
    BOOKING_FAILED("booking.failed", BookingFailed.class),
    BOOKING_CANCELLED("booking.cancelled", BookingCancelled.class),
    BOOKING_RESCHEDULED("booking.rescheduled", BookingRescheduled.class),
    WAITING_LIST_OFFERED("waiting-list.offered", WaitingListOffered.class),
    WAITING_LIST_CLOSED("waiting-list.closed", WaitingListClosed.class);

    private static final String PREFIX = "io.boxoffice.";
    private static final String VERSION = ".v1";

    private final String routingKey;
    private final Class<? extends Event> contract;

    EventType(String routingKey, Class<? extends Event> contract) {
        this.routingKey = routingKey;
        this.contract = contract;
    }

    public String routingKey() {
        return routingKey;
    }

    /** The record that holds the event's data. */
    public Class<? extends Event> contract() {
        return contract;
    }

    /** The CloudEvents {@code type}, such as {@code io.boxoffice.booking.confirmed.v1}. */
    public String wireName() {
        return PREFIX + routingKey + VERSION;
    }

    /** The type with that CloudEvents name, if it is one of ours. */
    public static Optional<EventType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst();
    }
}
