package io.boxoffice.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and with what was measured. */
final class Machine {

    static void describe(Stage stage, Results results) {
        results.setting("date", LocalDate.now(ZoneOffset.UTC).toString());
        results.setting("processors", Runtime.getRuntime().availableProcessors() + " x " + processor());
        results.setting("memory", memory());
        results.setting("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.setting("JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        results.setting("booking-service JVM options", Stage.SERVICE_JAVA_OPTIONS + " -XX:+UseSerialGC");
        results.setting("PostgreSQL", stage.text("SELECT current_setting('server_version')"));
        for (String name : new String[] {"fsync", "synchronous_commit", "shared_buffers", "max_wal_size"}) {
            results.setting("PostgreSQL " + name, stage.text("SELECT current_setting('" + name + "')"));
        }
        results.setting("notification-service", "stopped but for the rows about mail");
    }

    private static String processor() {
        return line("/proc/cpuinfo", "model name");
    }

    private static String memory() {
        return line("/proc/meminfo", "MemTotal");
    }

    private static String line(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private Machine() {}
}
