package io.boxoffice.booking.adapter.out.security;

import io.boxoffice.booking.application.port.Receipts;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Receipts are keyed hashes (HMAC, RFC 2104) with a secret that all instances share. */
@ApplicationScoped
class HmacReceipts implements Receipts {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "booking receipt";
    private static final int BYTES = 16;

    private final SecretKeySpec secret;

    HmacReceipts(@ConfigProperty(name = "boxoffice.receipts.secret") String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    @Override
    public String receipt(BookingId id, String customer, @Nullable IdempotencyKey key) {
        // no part but the last can hold a line break
        String request = String.join("\n", PURPOSE, id.toString(), key == null ? "" : key.value(), customer);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] hash = mac.doFinal(request.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
