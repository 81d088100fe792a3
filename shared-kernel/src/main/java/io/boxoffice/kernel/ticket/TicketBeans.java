package io.boxoffice.kernel.ticket;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The configured keys, for whoever asks; a service that never does needs none. */
class TicketBeans {

    @Produces
    @Singleton
    TicketKeys keys(TicketSettings settings) {
        try {
            return TicketKeys.of(settings);
        } catch (IllegalStateException e) {
            // Quarkus ends a start that fails so with the sentence alone
            throw new ConfigurationException(e.getMessage());
        }
    }

    @Produces
    @Singleton
    TicketSigner signer(TicketKeys keys) {
        return keys.signer();
    }

    @Produces
    @Singleton
    TicketVerifier verifier(TicketKeys keys) {
        return keys.verifier();
    }
}
