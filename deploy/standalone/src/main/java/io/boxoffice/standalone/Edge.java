package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the gateway needs to know of the world outside, from the environment: {@code BOXOFFICE_GATEWAY_RATE} (requests a
 * second from one address), {@code BOXOFFICE_GATEWAY_SOCKETS} (live sockets in all),
 * {@code BOXOFFICE_GATEWAY_TRUSTED_PROXIES} (networks, separated by commas), {@code BOXOFFICE_GATEWAY_TLS_PORT}, and for
 * it {@code BOXOFFICE_GATEWAY_CERTIFICATE} and {@code _KEY} (PEM files); a key for development is made when there is none.
 */
record Edge(Map<String, String> environment) {
    private static final String VARIABLE = "BOXOFFICE_GATEWAY_";
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]+(/\\d{1,3})?");
    private static final Pattern UNSPEAKABLE = Pattern.compile("[\"$\\\\\\p{Cntrl}]");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final int DEFAULT_RATE = 200;
    private static final int DEFAULT_SOCKETS = 10_000;
    private static final String ALIAS = "gateway";
    private static final String STORE_PASSWORD = "development";

    Edge {
        environment = Map.copyOf(environment);
    }

    /** Limits and trusted proxies, as nginx reads them. */
    String configuration() {
        return """
            limit_req_zone $network zone=address:10m rate=%dr/s;
            limit_conn_zone $upgrade zone=sockets:32k;
            limit_conn sockets %d;
            %s
            real_ip_header X-Forwarded-For;
            real_ip_recursive on;
            """.formatted(
                        Integer.parseInt(value("RATE", "" + DEFAULT_RATE)),
                        Integer.parseInt(value("SOCKETS", "" + DEFAULT_SOCKETS)),
                        COMMA.splitAsStream(value("TRUSTED_PROXIES", ""))
                                .filter(network -> !network.isBlank())
                                .map(Edge::trusted)
                                .collect(Collectors.joining("\n")));
    }

    /** The lines that let nginx listen with TLS; none if no port was given for it. */
    String tls(Path folder) throws IOException {
        var port = value("TLS_PORT", "");
        if (port.isEmpty()) {
            return "";
        }
        var certificate = Path.of(value("CERTIFICATE", folder.resolve("tls.crt").toString()));
        var key = Path.of(value("KEY", folder.resolve("tls.key").toString()));
        if (value("CERTIFICATE", "").isEmpty() && Files.notExists(certificate)) {
            Files.createDirectories(folder);
            makeKey(folder, certificate, key);
        }
        return """
            listen 127.0.0.1:%d ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_cache shared:tls:1m;
            """.formatted(Integer.parseInt(port), quoted(certificate), quoted(key));
    }

    /** Whether proxies before us say who comes; nobody else gets here from another machine. */
    boolean knowsClients() {
        return !value("TRUSTED_PROXIES", "").isBlank();
    }

    /** A path as nginx reads it. */
    static String quoted(Path path) {
        var text = path.toAbsolutePath().toString();
        if (UNSPEAKABLE.matcher(text).find()) {
            throw new CannotStart("nginx cannot be told of a path like this: " + text);
        }
        return "\"" + text + "\"";
    }

    private static String trusted(String network) {
        if (!NETWORK.matcher(network).matches()) {
            throw new CannotStart(VARIABLE + "TRUSTED_PROXIES has no network: " + network);
        }
        return "set_real_ip_from " + network + ";";
    }

    /** A certificate that signs itself, for this machine alone. */
    private static void makeKey(Path folder, Path certificate, Path key) throws IOException {
        var store = folder.resolve("tls.p12");
        Files.deleteIfExists(store);
        Programs.run(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "365",
                        "-dname",
                        "CN=localhost, O=Box Office for development",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-alias",
                        ALIAS,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString()));
        try (InputStream content = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(content, STORE_PASSWORD.toCharArray());
            Folders.writeSecret(
                    key,
                    pem(
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded()));
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException("a key for development cannot be made", e));
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static String pem(String kind, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return String.join(
                "\n", Arrays.asList("-----BEGIN " + kind + "-----", lines, "-----END " + kind + "-----", ""));
    }

    private String value(String name, String otherwise) {
        return environment.getOrDefault(VARIABLE + name, otherwise);
    }
}
