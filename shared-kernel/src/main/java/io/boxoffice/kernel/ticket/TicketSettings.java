package io.boxoffice.kernel.ticket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The keys of tickets. */
@ConfigMapping(prefix = "boxoffice.tickets")
public interface TicketSettings {

    /** Ed25519 private key that signs, PKCS #8 in Base64: {@code openssl genpkey -algorithm ed25519 -outform DER | base64 -w0}. */
    Optional<String> signingKey();

    /** Its number, 0 to 255, which every code carries; a new key needs a new number. */
    @WithDefault("1")
    int keyId();

    /**
     * Keys whose codes stay valid though they sign no more, as {@code number:public key}, the key in X.509 and Base64:
     * {@code openssl pkey -inform DER -pubout -outform DER | base64 -w0}.
     */
    Optional<List<String>> formerKeys();
}
