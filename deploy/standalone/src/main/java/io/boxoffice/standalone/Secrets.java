package io.boxoffice.standalone;

import io.boxoffice.backends.Folders;
import io.boxoffice.backends.TicketKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** What this run keeps to itself, made at the first start. */
final class Secrets {
    private static final int BYTES = 18;

    private Secrets() {}

    /** The password of the backends. */
    static String password(Path folder) {
        return kept(folder.resolve("password"), () -> {
            var bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
    }

    /** The key that signs tickets, as {@code boxoffice.tickets.signing-key} wants it: for development only. */
    static String ticketKey(Path folder) {
        return kept(folder.resolve("ticket-key"), TicketKey::generate);
    }

    private static String kept(Path file, Supplier<String> secret) {
        try {
            if (Files.notExists(file)) {
                Folders.writeSecret(file, secret.get() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
