package io.boxoffice.expiry.application.port;

/** Whoever keeps the books of bookings and their deadlines. */
public interface Expirations {

    /**
     * Expires bookings whose deadline has passed, in one transaction. Asking twice, or from two places at once, does no
     * harm.
     *
     * @param limit bookings at most
     * @throws RuntimeException if there is no answer; whatever was due still is, or has been expired
     */
    Batch expireDue(int limit);

    /**
     * What one transaction did.
     *
     * @param expired bookings
     * @param more whether bookings may be left that are due
     */
    record Batch(int expired, boolean more) {}
}
