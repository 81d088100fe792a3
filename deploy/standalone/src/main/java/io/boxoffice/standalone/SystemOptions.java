package io.boxoffice.standalone;

import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Ports;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one run of the system is laid out.
 *
 * @param apps folder that holds {@code <service>/quarkus-run.jar}, or contains {@code <service>/target/quarkus-app}
 * @param gatewayConfiguration folder of the gateway's nginx.conf
 * @param folder data, passwords and logs of this run
 * @param ports every port that others should know beforehand
 * @param environment settings from outside; an address given here replaces the backend
 * @param serviceEnvironment more environment variables for single services
 * @param replicas services that run more than once, and how often
 */
public record SystemOptions(
        Path apps,
        Path gatewayConfiguration,
        Path folder,
        Map<Port, Integer> ports,
        Map<String, String> environment,
        Map<String, Map<String, String>> serviceEnvironment,
        Map<String, Integer> replicas) {

    private static final List<String> LIMITED = List.of("show-service", "booking-service", "notification-service");
    private static final List<String> LIMITS = List.of(
            "CUSTOMER_READS",
            "CUSTOMER_BOOKINGS",
            "CLIENT_READS",
            "CLIENT_BOOKINGS",
            "ADDRESS_READS",
            "ADDRESS_BOOKINGS");

    /** The ports people know. */
    public enum Port {
        GATEWAY(8080),
        SHOW_SERVICE(8081),
        BOOKING_SERVICE(8082),
        NOTIFICATION_SERVICE(8083),
        EXPIRY_WORKER(8084),
        ISSUER(8085),
        INBOX(8025),
        SMTP(1025);

        private final int usual;

        Port(int usual) {
            this.usual = usual;
        }

        /** Environment variable that moves it. */
        public String variable() {
            return "BOXOFFICE_" + name() + "_PORT";
        }

        /** What people call its owner. */
        public String owner() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SystemOptions {
        ports = Map.copyOf(ports);
        environment = Map.copyOf(environment);
        serviceEnvironment = Map.copyOf(serviceEnvironment);
        replicas = Map.copyOf(replicas);
    }

    /** The run behind {@code ./boxoffice up}: well-known ports, data kept in the checkout. */
    public static SystemOptions ofCheckout(Path checkout, Map<String, String> environment) {
        var ports = new EnumMap<Port, Integer>(Port.class);
        for (var port : Port.values()) {
            ports.put(port, Integer.parseInt(environment.getOrDefault(port.variable(), "" + port.usual)));
        }
        return new SystemOptions(
                checkout,
                checkout.resolve("deploy/gateway/nginx"),
                checkout.resolve(".boxoffice"),
                ports,
                environment,
                Map.of(),
                Map.of());
    }

    /** A run of its own beside others: free ports, and a folder the caller chooses. */
    public static SystemOptions onFreePorts(Path folder) {
        var ports = new EnumMap<Port, Integer>(Port.class);
        for (var port : Port.values()) {
            ports.put(port, Ports.free());
        }
        var checkout = Folders.checkout(Path.of(""));
        return new SystemOptions(
                checkout, checkout.resolve("deploy/gateway/nginx"), folder, ports, Map.of(), Map.of(), Map.of());
    }

    /** The same, with one more environment variable for a service. */
    public SystemOptions with(String service, String variable, String value) {
        var all = new HashMap<>(serviceEnvironment);
        var one = new HashMap<>(all.getOrDefault(service, Map.of()));
        one.put(variable, value);
        all.put(service, Map.copyOf(one));
        return new SystemOptions(apps, gatewayConfiguration, folder, ports, environment, all, replicas);
    }

    /** The same, without limits of requests, for those who send more from one address than customers do. */
    public SystemOptions withoutRequestLimits() {
        SystemOptions options = with("gateway", "BOXOFFICE_GATEWAY_RATE", "1000000");
        for (String service : LIMITED) {
            for (String limit : LIMITS) {
                options = options.with(service, "BOXOFFICE_LIMITS_" + limit, "1000000 per 1s");
            }
        }
        return options;
    }

    /** The same, with so many processes of a service. */
    public SystemOptions withReplicas(String service, int count) {
        var all = new HashMap<>(replicas);
        all.put(service, count);
        return new SystemOptions(apps, gatewayConfiguration, folder, ports, environment, serviceEnvironment, all);
    }

    /** The same, with applications and gateway configuration from elsewhere. */
    public SystemOptions from(Path otherApps, Path otherGatewayConfiguration) {
        return new SystemOptions(
                otherApps, otherGatewayConfiguration, folder, ports, environment, serviceEnvironment, replicas);
    }

    /** Settings from outside, and those given to the gateway alone. */
    Map<String, String> gatewayEnvironment() {
        var all = new HashMap<>(environment);
        all.putAll(serviceEnvironment.getOrDefault(Port.GATEWAY.owner(), Map.of()));
        return all;
    }

    int port(Port port) {
        return java.util.Objects.requireNonNull(ports.get(port));
    }

    Path data() {
        return folder.resolve("data");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** The jar that starts a service. */
    Path jar(String service) {
        var copied = apps.resolve(service).resolve("quarkus-run.jar");
        return java.nio.file.Files.exists(copied)
                ? copied
                : apps.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
