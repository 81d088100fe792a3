package io.boxoffice.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * A copy of a running server's data folder, made by PostgreSQL's low level backup functions, since the library's binaries
 * are without pg_basebackup.
 */
final class BaseBackup {
    /** What belongs to the process that runs, or is sent to the copy as a stream. */
    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal", "pg_replslot", "pg_stat_tmp");

    private BaseBackup() {}

    /** Copies the folder and makes the copy follow the server with these settings. */
    static void copy(Connection superuser, Path data, Path copy, String slot, String server) {
        try (var statement = superuser.createStatement()) {
            statement.execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
            statement.execute("SELECT pg_backup_start('" + slot + "', true)");
            copyFiles(data, copy);
            try (var backup = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                backup.next();
                Files.writeString(copy.resolve("backup_label"), backup.getString(1));
            }
            for (var empty : Set.of("pg_wal", "pg_replslot", "pg_stat_tmp")) {
                Files.createDirectories(copy.resolve(empty));
            }
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = '" + server + "'\nprimary_slot_name = '" + slot + "'\n");
            Files.createFile(copy.resolve("standby.signal"));
        } catch (IOException | SQLException e) {
            throw new CannotStart("PostgreSQL's data could not be copied: " + e.getMessage(), e);
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.createDirectory(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (isLeftOut(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!isLeftOut(file)) {
                    copyFile(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            // a table that is dropped meanwhile takes its files along, which the log knows
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            private boolean isLeftOut(Path path) {
                return from.equals(path.getParent()) && LEFT_OUT.contains(String.valueOf(path.getFileName()));
            }
        });
    }

    private static void copyFile(Path file, Path target) {
        try {
            Files.copy(file, target);
        } catch (NoSuchFileException dropped) {
            // as above
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
