package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.HoardingRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What one customer may hold of one show, and what all those together who come from one place. */
@ConfigMapping(prefix = "boxoffice.holds")
interface HoldSettings {

    /** The most open holds of one customer. */
    @WithDefault("10")
    int openPerCustomer();

    /** The most seats of one customer, held and booked. */
    @WithDefault("100")
    int seatsPerCustomer();

    /** How many holds of a customer may end unpaid before each further one is followed by a pause. */
    @WithDefault("5")
    int freeLapses();

    /** The first pause; each further one is twice as long. */
    @WithDefault("1m")
    Duration firstPause();

    /** The longest pause, after which a hold that ended unpaid is forgotten. */
    @WithDefault("1h")
    Duration longestPause();

    /** The share of a show's places that those who come from one address get within the window; 1 for no limit. */
    @WithDefault("0.05")
    double shareOfAddress();

    /** The same for the customers of one API client. */
    @WithDefault("0.25")
    double shareOfClient();

    /** A share is at least so many places, however small the show is; half of them are as many as a booking may have. */
    @WithDefault("40")
    int shareAtLeast();

    /** Within any time of this length nobody gets more than their share: half of it at once, the rest evenly. */
    @WithDefault("10m")
    Duration shareWindow();

    default HoardingRules rules() {
        return new HoardingRules(openPerCustomer(), seatsPerCustomer(), freeLapses(), firstPause(), longestPause());
    }
}
