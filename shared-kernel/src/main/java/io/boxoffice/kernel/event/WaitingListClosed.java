package io.boxoffice.kernel.event;

import io.boxoffice.kernel.id.ShowId;
import java.time.Instant;

/** Somebody who waited for places waits no longer, because the show was cancelled. */
public record WaitingListClosed(
        ShowId showId, BookingSnapshot.Show show, BookingSnapshot.Customer customer, Instant closedAt)
        implements Event {

    private static final int ONLY_VERSION = 1;

    @Override
    public EventType type() {
        return EventType.WAITING_LIST_CLOSED;
    }

    @Override
    public String subject() {
        return showId.toString();
    }

    @Override
    public int sequence() {
        return ONLY_VERSION;
    }
}
