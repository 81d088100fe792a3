package io.boxoffice.booking.adapter.out.persistence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the waiting list hands out seats. */
@ConfigMapping(prefix = "boxoffice.waiting-list")
interface WaitingListSettings {

    /** How long an offer may be confirmed; not beyond the start of the show. */
    @WithDefault("10m")
    Duration offerTime();

    /** How long a seat that came back is kept for somebody whom it does not serve alone, before it goes to others. */
    @WithDefault("1m")
    Duration patience();

    /** How long after the last look the sweep looks at a show again. */
    @WithDefault("10s")
    Duration lookEvery();
}
