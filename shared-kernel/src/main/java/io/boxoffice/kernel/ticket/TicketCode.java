package io.boxoffice.kernel.ticket;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bytes of a ticket's code and how they are written. 85 bytes: format (1), key (1), show (8), booking (8), seat (3),
 * and the Ed25519 signature (64) of the 21 before it. Written as 136 characters of base32hex (RFC 4648, section 7), which
 * needs no padding for this length and which QR codes store as alphanumeric: version 6 at error correction M.
 *
 * @param key which key signed it, 0 to 255
 */
record TicketCode(int key, Ticket ticket, byte[] signature) {

    static final int MAX_KEY = 255;

    private static final byte FORMAT = 1;
    private static final int SIGNED_BYTES = 21;
    private static final int SIGNATURE_BYTES = 64;
    private static final int CHARACTERS = (SIGNED_BYTES + SIGNATURE_BYTES) * 8 / 5;
    private static final int RADIX = 32;

    /** Capital letters only: a code has one way to be written. */
    private static final Pattern WRITTEN = Pattern.compile("[0-9A-V]{" + CHARACTERS + "}");

    static byte[] signedPart(int key, Ticket ticket) {
        return ByteBuffer.allocate(SIGNED_BYTES)
                .put(FORMAT)
                .put((byte) key)
                .putLong(ticket.booking().show().value())
                .putLong(ticket.booking().value())
                .put((byte) (ticket.seat() >> 16))
                .putShort((short) ticket.seat())
                .array();
    }

    byte[] signedPart() {
        return signedPart(key, ticket);
    }

    String written() {
        byte[] bytes = ByteBuffer.allocate(SIGNED_BYTES + SIGNATURE_BYTES)
                .put(signedPart())
                .put(signature)
                .array();
        String digits = new BigInteger(1, bytes).toString(RADIX).toUpperCase(Locale.ROOT);
        return "0".repeat(CHARACTERS - digits.length()) + digits;
    }

    /** The code's parts, nothing of it believed yet; empty if it is not one. */
    static Optional<TicketCode> parse(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[SIGNED_BYTES + SIGNATURE_BYTES];
        byte[] digits = new BigInteger(written, RADIX).toByteArray();
        int length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != FORMAT) {
            return Optional.empty();
        }
        int key = Byte.toUnsignedInt(in.get());
        BookingId booking = new BookingId(new ShowId(in.getLong()), in.getLong());
        int seat = Byte.toUnsignedInt(in.get()) << 16 | Short.toUnsignedInt(in.getShort());
        byte[] signature = Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
        return Optional.of(new TicketCode(key, new Ticket(booking, seat), signature));
    }
}
