package io.boxoffice.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Tells what runs and where. */
final class Status {
    private static final List<String> SERVICES =
            List.of("show-service", "booking-service", "notification-service", "expiry-worker");

    private final Console console;
    private final Run run;

    Status(Path checkout, Console console) {
        this.console = console;
        run = new Run(checkout.resolve(".boxoffice"));
    }

    void print() {
        if (run.supervisor().isEmpty()) {
            console.line(
                    run.leftovers().isEmpty()
                            ? "Box Office is not running: ./boxoffice up starts it."
                            : "Box Office was killed and left processes: ./boxoffice up or down cleans up.");
            return;
        }
        var addresses = run.addresses();
        try (var http = HttpClient.newHttpClient()) {
            parts(addresses)
                    .forEach((part, address) -> console.line(
                            "  %-22s %-12s %s".formatted(part, state(http, part, address), withoutPassword(address))));
        }
        console.line("  logs                                " + run.logs());
    }

    /** The addresses people use first. */
    void printAddresses() {
        var addresses = run.addresses();
        console.line("");
        console.line("  API            " + addresses.getProperty("gateway") + "/api/v1");
        if (addresses.containsKey("inbox")) {
            console.line("  Mail inbox     " + addresses.getProperty("inbox").replace("127.0.0.1", "localhost"));
        }
        console.line("  Tokens         ./boxoffice token customer|organiser|admin [name]");
        console.line("  More           ./boxoffice status | logs | demo | down");
    }

    private static Map<String, String> parts(Properties addresses) {
        var parts = new LinkedHashMap<String, String>();
        for (var name : List.of(
                "gateway",
                "show-service",
                "booking-service",
                "notification-service",
                "expiry-worker",
                "postgres",
                "redis",
                "rabbitmq",
                "rabbitmq-page",
                "issuer",
                "inbox")) {
            if (addresses.containsKey(name)) {
                parts.put(name, addresses.getProperty(name));
            }
        }
        return parts;
    }

    private static String state(HttpClient http, String part, String address) {
        var uri = URI.create(address.startsWith("jdbc:") ? address.substring("jdbc:".length()) : address);
        if (SERVICES.contains(part)) {
            return ServiceProcess.Health.isUp(http, uri.resolve("/q/health/ready")) ? "ready" : "NOT READY";
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 2_000);
            return "up";
        } catch (IOException away) {
            return "DOWN";
        }
    }

    private static String withoutPassword(String address) {
        return address.replaceAll("//:[^@]*@", "//");
    }
}
