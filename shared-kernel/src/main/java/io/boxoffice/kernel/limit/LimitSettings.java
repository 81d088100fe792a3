package io.boxoffice.kernel.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many requests one of them may send; each quota is written like {@code 20 per 10s}. */
@ConfigMapping(prefix = "boxoffice.limits")
public interface LimitSettings {

    /** Somebody with a token, whatever their role. */
    Customer customer();

    /** A third party that acts for its customers. */
    Client client();

    /** An address without a good token. */
    Address address();

    /** By the token's subject. */
    interface Customer {

        /** What only reads. */
        @WithDefault("100 per 10s")
        Quota reads();

        /** What may change something. */
        @WithDefault("30 per 10s")
        Quota bookings();
    }

    /** By the client's id. */
    interface Client {

        /** What only reads. */
        @WithDefault("5000 per 10s")
        Quota reads();

        /** What may change something. */
        @WithDefault("1000 per 10s")
        Quota bookings();
    }

    /** By IPv4 address or IPv6 network of 64 bits. */
    interface Address {

        /** What only reads. */
        @WithDefault("600 per 10s")
        Quota reads();

        /** What may change something, and is refused without a token. */
        @WithDefault("60 per 10s")
        Quota bookings();
    }
}
