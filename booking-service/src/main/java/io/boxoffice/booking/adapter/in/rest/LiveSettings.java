package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.LiveLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;

/** How seats are told live. */
@ConfigMapping(prefix = "boxoffice.live")
interface LiveSettings {

    /** The most sockets of one instance; who comes then is refused with 503. */
    @WithDefault("10000")
    int sockets();

    /** The most of them from one address. */
    @WithDefault("1000")
    int socketsPerAddress();

    /** The shortest time between two looks at the same show. */
    @WithDefault("200ms")
    Duration pause();

    /** How often each watched show is looked at without any hint. */
    @WithDefault("3s")
    Duration catchUp();

    /** How long a reader may lag behind before its socket is closed. */
    @WithDefault("10s")
    Duration patience();

    /** How often a quiet socket is pinged, so that nobody on the way takes it for dead. */
    @WithDefault("30s")
    Duration ping();

    /** Tells the application. */
    @Dependent
    class Limits {

        @Produces
        @Dependent
        LiveLimits limits(LiveSettings settings) {
            return new LiveLimits(settings.pause());
        }
    }
}
