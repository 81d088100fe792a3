package io.boxoffice.booking.domain;

/**
 * Names one attempt to book, however often it is sent (draft-ietf-httpapi-idempotency-key-header-07). It counts within
 * one customer and show.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters
 */
public record IdempotencyKey(String value) {

    public static final int MAX_LENGTH = 255;

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("must be 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
    }
}
