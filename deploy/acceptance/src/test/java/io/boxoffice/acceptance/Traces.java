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
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Where services send their spans (OTLP over HTTP): each message, which is of one process, is kept as it came. It is
 * protobuf: texts stand in it as they are, trace ids as 16 bytes.
 */
final class Traces {

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
        String id = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
        return anyMessage(text -> text.contains(service) && text.contains(id));
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
