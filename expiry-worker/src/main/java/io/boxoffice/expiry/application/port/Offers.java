package io.boxoffice.expiry.application.port;

import io.boxoffice.kernel.id.ShowId;

/** Whoever offers seats that came back to those who wait for them. Asking twice, or from two places at once, does no harm. */
public interface Offers {

    /**
     * Has one round of offers made for a show.
     *
     * @throws RuntimeException if there is no answer; the round took place or did not
     */
    Round offer(ShowId show);

    /**
     * Has one round made for each show that nobody looked at for a while.
     *
     * @throws RuntimeException if there is no answer; the rounds took place or did not
     */
    Round sweep();

    /**
     * What was done.
     *
     * @param offers that were made
     * @param more whether there may be more to do at once
     */
    record Round(int offers, boolean more) {}
}
