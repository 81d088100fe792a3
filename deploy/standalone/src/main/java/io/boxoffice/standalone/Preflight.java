package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Ports;
import io.boxoffice.standalone.SystemOptions.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Looks before anything starts whether it can. */
final class Preflight {
    private static final long NEEDED_BYTES = 1_000_000_000;

    private Preflight() {}

    static void check(SystemOptions options) {
        space(options.folder());
        ports(options);
    }

    static void space(Path folder) {
        try {
            Files.createDirectories(folder);
            space(Files.getFileStore(folder).getUsableSpace(), folder);
        } catch (IOException e) {
            throw new CannotStart("The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    static void space(long usableBytes, Path folder) {
        if (usableBytes < NEEDED_BYTES) {
            throw new CannotStart("Only %d MB are free where %s lies, and Box Office needs 1 GB: make room there."
                    .formatted(usableBytes / 1_000_000, folder));
        }
    }

    static void ports(SystemOptions options) {
        var given = new BackendAddresses(options.environment());
        var taken = new ArrayList<String>();
        for (var port : Port.values()) {
            var needed = switch (port) {
                case ISSUER -> !given.givesIssuer();
                case INBOX, SMTP -> !given.givesMail();
                default -> true;
            };
            if (needed && !Ports.isFree(options.port(port))) {
                taken.add(
                        "Port %d (%s) is taken by another program: end that program, or choose another port with %s=..."
                                .formatted(options.port(port), port.owner(), port.variable()));
            }
        }
        if (!taken.isEmpty()) {
            throw new CannotStart(String.join("\n", taken));
        }
    }
}
