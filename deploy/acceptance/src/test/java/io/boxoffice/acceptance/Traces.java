package io.boxoffice.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where services send their spans (OTLP over HTTP): each message, which is of one process, is kept as it came. It is
 * protobuf: texts stand in it as they are, trace ids as 16 bytes.
 */
final class Traces {

    /** Whose spans a message tells, up to the name. */
    private static final Pattern SERVICE = Pattern.compile("\n\u000cservice[.]name\u0012.\n", Pattern.DOTALL);

    /** By the number that stands after a span's name (field 6). */
    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    private final HttpServer server;
    private final Path file;

    Traces(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether a service has told of a trace. */
    boolean tells(String service, String traceId) {
        String id = bytes(traceId);
        return anyMessage(text -> text.contains(service) && text.contains(id));
    }

    /**
     * A span as its process told of it.
     *
     * @param kind by OpenTelemetry's name
     * @param parent the id of the span it is part of
     */
    record Span(String service, String kind, String name, String id, String parent) {}

    /** The longest way to a span of that name: that one, the one it is part of, and so on; empty if there is none yet. */
    List<Span> wayTo(String name, String traceId) {
        Map<String, Span> spans = new HashMap<>();
        anyMessage(message -> {
            spansOf(message, traceId).forEach(span -> spans.put(span.id(), span));
            return false;
        });
        return spans.values().stream()
                .filter(span -> span.name().equals(name))
                .map(last -> Stream.iterate(last, Objects::nonNull, span -> spans.get(span.parent()))
                        .toList())
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private static List<Span> spansOf(String message, String traceId) {
        Matcher service = SERVICE.matcher(message);
        if (!service.find()) {
            return List.of();
        }
        // of a span that is part of another: trace, span, parent and name (fields 1, 2, 4 and 5)
        String beginning = "\n\u0010" + Pattern.quote(bytes(traceId)) + "\u0012\u0008(.{8})\"\u0008(.{8})\\*";
        return Pattern.compile(beginning, Pattern.DOTALL)
                .matcher(message)
                .results()
                .map(found -> {
                    String name = text(message, found.end());
                    int kind = message.charAt(found.end() + 1 + name.length() + 1);
                    return new Span(
                            text(message, service.end()),
                            KINDS.get(kind),
                            name,
                            hex(found.group(1)),
                            hex(found.group(2)));
                })
                .toList();
    }

    /** A text after the byte that tells its length. */
    private static String text(String message, int at) {
        return message.substring(at + 1, at + 1 + message.charAt(at));
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static String hex(String bytes) {
        return HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether any message is of that kind; each byte is one character. */
    synchronized boolean anyMessage(Predicate<String> kind) {
        if (Files.notExists(file)) {
            return false;
        }
        try (DataInputStream messages = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                byte[] message = new byte[messages.readInt()];
                messages.readFully(message);
                if (kind.test(new String(message, StandardCharsets.ISO_8859_1))) {
                    return true;
                }
            }
        } catch (EOFException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            keep(body.readAllBytes());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private synchronized void keep(byte[] message) throws IOException {
        try (DataOutputStream messages = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
            messages.writeInt(message.length);
            messages.write(message);
        }
    }
}
