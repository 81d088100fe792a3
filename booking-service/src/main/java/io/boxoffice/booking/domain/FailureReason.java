package io.boxoffice.booking.domain;

/** Why a booking FAILED. */
public enum FailureReason {
    /** Its deadline passed. */
    EXPIRED,
    /** Its customer cancelled it while it was PENDING. */
    RELEASED,
    /** The payment was refused. */
    PAYMENT_DECLINED,
    /** Asked for later (respond-async), and the seats were gone by then. */
    SEATS_TAKEN,
    /**
     * Asked for later, and the rules forbade it: no such seats, sales closed, the show cancelled, too many holds or seats,
     * or a key used before.
     */
    REFUSED,
    /** Its show was cancelled while it was PENDING. */
    SHOW_CANCELLED
}
