package io.boxoffice.standalone;

import io.boxoffice.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of this run's backends, made at the first start. */
final class Secrets {
    private static final int BYTES = 18;

    private Secrets() {}

    static String password(Path folder) {
        var file = folder.resolve("password");
        try {
            if (Files.notExists(file)) {
                var bytes = new byte[BYTES];
                new SecureRandom().nextBytes(bytes);
                Folders.writeSecret(file, HexFormat.of().formatHex(bytes) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
