package io.boxoffice.kernel.ticket;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of tickets as configured: one signs, that one and its forerunners verify.
 *
 * @param publicKeys by number
 */
public record TicketKeys(int keyId, PrivateKey signingKey, Map<Integer, PublicKey> publicKeys) {

    static final String ALGORITHM = "Ed25519";

    private static final String NO_KEY =
            "boxoffice.tickets.signing-key is missing: tickets cannot be signed without an Ed25519 private key"
                    + " (make one with: openssl genpkey -algorithm ed25519 -outform DER | base64 -w0)";

    public TicketKeys {
        publicKeys = Map.copyOf(publicKeys);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalStateException in one sentence, if a key is missing or is none
     */
    public static TicketKeys of(TicketSettings settings) {
        String encoded = settings.signingKey()
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .orElseThrow(() -> new IllegalStateException(NO_KEY));
        int keyId = number(String.valueOf(settings.keyId()));
        PrivateKey signingKey = privateKey(encoded);
        SortedMap<Integer, PublicKey> publicKeys = new TreeMap<>();
        for (String former : settings.formerKeys().orElseGet(List::of)) {
            int colon = former.indexOf(':');
            if (colon < 0) {
                throw new IllegalStateException("boxoffice.tickets.former-keys must be written as number:public key");
            }
            publicKeys.put(
                    number(former.substring(0, colon).strip()),
                    publicKey(former.substring(colon + 1).strip()));
        }
        if (publicKeys.put(keyId, publicKeyOf(signingKey)) != null) {
            throw new IllegalStateException("boxoffice.tickets.key-id is the number of a former key: " + keyId);
        }
        return new TicketKeys(keyId, signingKey, publicKeys);
    }

    public TicketSigner signer() {
        return new TicketSigner(keyId, signingKey);
    }

    public TicketVerifier verifier() {
        return new TicketVerifier(publicKeys);
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= TicketCode.MAX_KEY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalStateException("a ticket key's number must be within 0 and " + TicketCode.MAX_KEY);
    }

    private static PrivateKey privateKey(String encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "boxoffice.tickets.signing-key is not an Ed25519 private key (PKCS #8, DER, Base64)", e);
        }
    }

    private static PublicKey publicKey(String encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "boxoffice.tickets.former-keys has what is not an Ed25519 public key (X.509, DER, Base64)", e);
        }
    }

    /** The JDK computes a public key only while it makes a pair, from 32 random bytes: it is given the private key's. */
    private static PublicKey publicKeyOf(PrivateKey key) {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance(ALGORITHM);
            pairs.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            return pairs.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /** Random bytes that are known already. */
    private static final class Seed extends SecureRandom {

        @Serial
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
