package io.boxoffice.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Copies of the programs for the system that runs, so that a build or a test run beside it does not pull them away. */
final class OwnCopy {
    private OwnCopy() {}

    /** The four applications below one folder. */
    static void ofServices(Path checkout, Path apps, List<String> services) {
        for (var service : services) {
            mirror(checkout.resolve(service).resolve("target/quarkus-app"), apps.resolve(service));
        }
        mirror(checkout.resolve("deploy/gateway/nginx"), apps.resolve("gateway"));
    }

    /** This program's class path, with what lies in the checkout replaced by copies. */
    static String ofClassPath(Path checkout, Path apps, String classPath) {
        var entries = new ArrayList<String>();
        for (var entry : classPath.split(File.pathSeparator, -1)) {
            var path = Path.of(entry).toAbsolutePath().normalize();
            if (path.startsWith(checkout) && !path.startsWith(apps)) {
                var copy = apps.resolve("launcher")
                        .resolve(checkout.relativize(path).toString().replace('/', '-'));
                mirror(path, copy);
                entries.add(copy.toString());
            } else {
                entries.add(path.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** Makes the second like the first, copying only what differs. */
    static void mirror(Path from, Path to) {
        try {
            if (Files.exists(to)) {
                removeExtra(from, to);
            }
            try (var tree = Files.walk(from)) {
                for (var source : tree.toList()) {
                    copy(source, to.resolve(from.relativize(source).toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeExtra(Path from, Path to) throws IOException {
        try (var tree = Files.walk(to)) {
            for (var copy : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (Files.notExists(from.resolve(to.relativize(copy).toString()))) {
                    Files.delete(copy);
                }
            }
        }
    }

    private static void copy(Path source, Path copy) throws IOException {
        if (Files.isDirectory(source)) {
            Files.createDirectories(copy);
        } else if (Files.notExists(copy)
                || Files.size(copy) != Files.size(source)
                || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(source))) {
            Files.createDirectories(copy.toAbsolutePath().getParent());
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
