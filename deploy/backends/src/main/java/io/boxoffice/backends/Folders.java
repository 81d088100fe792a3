package io.boxoffice.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Where things lie on this machine. */
public final class Folders {
    private Folders() {}

    /** Unpacked programs, shared by all checkouts of this user: BOXOFFICE_CACHE, else the usual cache folder. */
    public static Path cache() {
        var own = System.getenv("BOXOFFICE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        var usual = System.getenv("XDG_CACHE_HOME");
        return usual != null && !usual.isBlank()
                ? Path.of(usual, "boxoffice").toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".cache", "boxoffice")
                        .toAbsolutePath();
    }

    /** The top of the checkout that contains this folder. */
    public static Path checkout(Path inside) {
        for (var folder = inside.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException(inside + " is not inside a checkout of Box Office");
    }

    /** Writes a file only its owner can read. */
    public static void writeSecret(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder and all that is in it. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
