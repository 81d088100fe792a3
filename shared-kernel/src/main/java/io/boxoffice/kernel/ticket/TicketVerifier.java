package io.boxoffice.kernel.ticket;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Map;
import java.util.Optional;

/** Tells true ticket codes from others, with public keys alone. */
public final class TicketVerifier {

    private final Map<Integer, PublicKey> keys;

    TicketVerifier(Map<Integer, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** The ticket, if the code was signed with one of our keys and is written exactly as it was then. */
    public Optional<Ticket> verify(String code) {
        return TicketCode.parse(code).filter(this::isSigned).map(TicketCode::ticket);
    }

    private boolean isSigned(TicketCode code) {
        PublicKey key = keys.get(code.key());
        if (key == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(TicketKeys.ALGORITHM);
            signature.initVerify(key);
            signature.update(code.signedPart());
            return signature.verify(code.signature());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a ticket cannot be verified", e);
        }
    }
}
