package io.boxoffice.backends;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Makes keys that sign tickets, for development and tests. */
public final class TicketKey {
    private TicketKey() {}

    /** A new Ed25519 private key, PKCS #8 in Base64. */
    public static String generate() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }
}
