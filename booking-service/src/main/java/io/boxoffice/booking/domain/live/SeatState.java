package io.boxoffice.booking.domain.live;

import io.boxoffice.booking.domain.SeatMap.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One seat as its row says, whatever time it is.
 *
 * @param heldUntil when its hold ends by itself; of an AVAILABLE seat, since when it has been free again; absent where
 *     neither matters
 */
public record SeatState(
        int seat, int version, Status status, @Nullable Instant heldUntil) {

    /** Nobody has ever wanted this seat. */
    static SeatState untouched(int seat) {
        return new SeatState(seat, 0, Status.AVAILABLE, null);
    }

    /** The rule of the claim: whose hold has ended is free, unless what comes back of the section is for those who wait. */
    boolean isFree(Instant now, boolean waited) {
        return (status == Status.AVAILABLE || status == Status.HELD)
                && (heldUntil == null || (!heldUntil.isAfter(now) && !waited));
    }
}
