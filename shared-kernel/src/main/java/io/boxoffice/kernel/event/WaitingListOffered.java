package io.boxoffice.kernel.event;

import java.time.Instant;

/**
 * The next in line got places: a booking that is theirs to confirm until its {@code heldUntil}. Told anew, with a later
 * version, if that is brought forward.
 */
public record WaitingListOffered(BookingSnapshot booking, Instant offeredAt) implements BookingEvent {

    @Override
    public EventType type() {
        return EventType.WAITING_LIST_OFFERED;
    }
}
