package io.boxoffice.booking.adapter.out.persistence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one customer may hold. */
@ConfigMapping(prefix = "boxoffice.holds")
interface HoldSettings {

    /** The most open holds of one customer for one show. */
    @WithDefault("10")
    int openPerCustomer();
}
