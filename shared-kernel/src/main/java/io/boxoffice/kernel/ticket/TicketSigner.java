package io.boxoffice.kernel.ticket;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Makes ticket codes: always the same one for the same ticket. */
public final class TicketSigner {

    private final int keyId;
    private final PrivateKey key;

    TicketSigner(int keyId, PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /** The ticket's code, 136 capital letters and digits. */
    public String sign(Ticket ticket) {
        try {
            Signature signature = Signature.getInstance(TicketKeys.ALGORITHM);
            signature.initSign(key);
            signature.update(TicketCode.signedPart(keyId, ticket));
            return new TicketCode(keyId, ticket, signature.sign()).written();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a ticket cannot be signed", e);
        }
    }
}
